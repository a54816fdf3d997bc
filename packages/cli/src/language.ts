import type { Language } from './diagnosis/language.ts'

export type { Language, Text } from './diagnosis/language.ts'

/** Environment variables, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Reads the language of messages as POSIX orders the variables: the first that is not empty decides. */
export function readLanguage({ LC_ALL, LC_MESSAGES, LANG }: Variables): Language {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en'
}
