import type { Text } from './diagnosis.ts'
import { createId, element } from './dom.ts'
import { frame } from './texts/frame.ts'
import type { Say } from './texts/index.ts'

/** Settings of a field with a label. */
export interface FieldOptions {
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  /** Lines of a text area; without it, the field is one line. */
  readonly rows?: number
  /** `true` for passwords and keys that are typed: dots are shown. */
  readonly isSecret?: boolean
  /** `search` of a field that filters a list. */
  readonly type?: 'search' | 'text'
  /** `true` for keys, messages and other texts of which every character counts. */
  readonly isCode?: boolean
  readonly value?: string
}

/** A field, and the element around it. */
export interface Field<Input extends HTMLElement = HTMLInputElement | HTMLTextAreaElement> {
  readonly element: HTMLElement
  readonly input: Input
}

/** Creates a field of one line or several, with its label. */
export function createField(options: FieldOptions): Field {
  const { label, hint, rows, type = 'text', isSecret = false, isCode = false, placeholder, value } = options
  const id = createId()
  const hintId = hint === undefined ? undefined : `${id}-hint`
  const attributes = {
    id,
    placeholder,
    'aria-describedby': hintId,
    class: `wb-input${isCode ? ' wb-code' : ''}${isSecret ? ' wb-secret' : ''}`,
    // Nothing of it is remembered, corrected or sent to a service that spells, writes on or keeps passwords: browsers offer
    // to keep what is typed into a field of the type `password`, whatever else it says, so no field is one.
    autocomplete: 'off',
    autocorrect: 'off',
    writingsuggestions: 'false',
    autocapitalize: 'off',
    spellcheck: 'false',
  }
  const input =
    rows === undefined ? element('input', { ...attributes, type }) : element('textarea', { ...attributes, rows })
  if (value !== undefined) input.value = value
  return { element: frameField(id, label, input, hint, hintId), input }
}

/** Creates a choice out of some values. */
export function createChoice(
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
): Field<HTMLSelectElement> {
  const id = createId()
  const options = choices.map(([value, text]) => element('option', { value }, text))
  const input = element('select', { id, class: 'wb-input' }, ...options)
  return { element: frameField(id, label, input), input }
}

function frameField(id: string, label: string, input: HTMLElement, hint?: string, hintId?: string): HTMLElement {
  return element(
    'div',
    { class: 'wb-field' },
    element('label', { for: id }, label),
    hint !== undefined && element('p', { class: 'wb-hint', id: hintId }, hint),
    input,
  )
}

/** Creates radio buttons of which one is chosen; `onChange` gets its value, of the first one at once. */
export function createSwitch(
  legend: string,
  choices: readonly (readonly [value: string, text: string])[],
  onChange: (value: string) => void,
): HTMLElement {
  const name = createId()
  const radios = choices.map(([value, text], index) => {
    const input = element('input', {
      type: 'radio',
      name,
      value,
      checked: index === 0,
      onchange: () => onChange(value),
    })
    return element('label', { class: 'wb-radio' }, input, text)
  })
  onChange(choices[0]?.[0] ?? '')
  return element('fieldset', { class: 'wb-switch' }, element('legend', {}, legend), ...radios)
}

/** Creates a button. */
export function createButton(text: string, onClick: (() => void) | undefined, kind = 'secondary'): HTMLButtonElement {
  const type = onClick ? 'button' : 'submit'
  return element('button', { type, class: `wb-button wb-${kind}`, onclick: onClick && (() => onClick()) }, text)
}

/** Shows a text to copy, and to save where it has the name of a file. */
export function createOutput(title: string, text: string, say: Say, fileName?: string): HTMLElement {
  const told = element('span', { role: 'status', class: 'wb-told' })
  const tell = (message: Text) => {
    told.textContent = say(message)
  }
  const onCopy = () => {
    copy(text).then(
      () => tell(frame.copied),
      () => tell(frame.copyFailed),
    )
  }
  const button = createButton(say(frame.copy), onCopy)
  button.setAttribute('aria-label', `${say(frame.copy)}: ${title}`)
  const saving = fileName === undefined ? undefined : createButton(say(frame.download), () => save(text, fileName))
  return element(
    'div',
    { class: 'wb-output' },
    element('div', { class: 'wb-output-head' }, element('strong', {}, title), button, saving, told),
    element('pre', { class: 'wb-pre', tabindex: 0, role: 'region', 'aria-label': title }, text),
  )
}

/** Has the browser save a text as a file of this machine. */
function save(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
  element('a', { href: url, download: fileName }).click()
  // The browser has read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}
