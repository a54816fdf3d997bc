/** Language of help and explanations: Chinese, or English for everybody else. */
export type Language = 'en' | 'zh'

/** A text in each language. */
export type Text = Readonly<Record<Language, string>>
