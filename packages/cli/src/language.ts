/** Language of help and explanations: Chinese, or English for everybody else. */
export type Language = 'en' | 'zh'

/** A text in each language. */
export type Text = Readonly<Record<Language, string>>

/** Environment variables, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Reads the language of messages as POSIX orders the variables: the first that is not empty decides. */
export function readLanguage({ LC_ALL, LC_MESSAGES, LANG }: Variables): Language {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en'
}
