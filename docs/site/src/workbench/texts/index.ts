import type { Language, Text } from '../diagnosis.ts'

/** Gives a text in the language of the page, with values in the place of `{name}`. */
export type Say = (text: Text, values?: Readonly<Record<string, string | number>>) => string

/** Makes the function that gives texts in a language. */
export function createSay(language: Language): Say {
  return (text, values = {}) =>
    text[language].replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? String(values[name]) : all))
}
