import type { Language, Text } from '../diagnosis.ts'
import { call } from './call.ts'
import { file } from './file.ts'
import { frame } from './frame.ts'
import { keys } from './keys.ts'
import { secrets } from './secrets.ts'
import { signature } from './signature.ts'

/** All texts of the workbench, by the tool that shows them. */
export const texts = { frame, keys, signature, file, secrets, call } as const

/** Gives a text in the language of the page, with values in the place of `{name}`. */
export type Say = (text: Text, values?: Readonly<Record<string, string | number>>) => string

/** Makes the function that gives texts in a language. */
export function createSay(language: Language): Say {
  return (text, values = {}) =>
    text[language].replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? String(values[name]) : all))
}
