import type { Finding, Text } from '../diagnosis.ts'

/** The outcome of an action: what is to be told, and texts to copy. */
export interface Outcome {
  readonly findings: readonly Finding[]
  readonly outputs: readonly { readonly title: Text; readonly text: string }[]
}

/** An outcome of one problem. */
export function refuse(check: Finding['check'], text: Text, remedy: Text, notes: readonly Finding[] = []): Outcome {
  return { findings: [...notes, { check, status: 'problem', text, remedy }], outputs: [] }
}

/** A finding that says that something was done. */
export function pass(text: Text): Finding {
  return { check: 'message', status: 'passed', text }
}

/** A finding that is no problem. */
export function note(text: Text): Finding {
  return { check: 'input', status: 'note', text }
}

/** A text with values in the place of `{name}`, in both languages. */
export function fill(text: Text, values: Readonly<Record<string, string | number>>): Text {
  const replace = (template: string) =>
    template.replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? String(values[name]) : all))
  return { en: replace(text.en), zh: replace(text.zh) }
}
