import { toUtf8 } from '../diagnosis.ts'
import { element, guard } from '../dom.ts'
import { createField, createOutput } from '../fields.ts'
import { createFileButton, readFiles, takeDrops } from '../files.ts'
import { frame } from '../texts/frame.ts'
import type { Say } from '../texts/index.ts'
import { keys as texts } from '../texts/keys.ts'
import { createKeyCard } from './key-card.ts'
import { EMPTY_RING, type KeyRing, type KeySource, openKeys } from './key-ring.ts'

/** A field that takes keys and certificates, as files or as text. */
export interface KeyField {
  readonly element: HTMLElement
  /** Opens what the field holds at this moment. */
  read(): Promise<KeyRing>
  /** Replaces what it holds. */
  set(sources: readonly KeySource[]): void
}

/** Settings of a {@link KeyField}. */
export interface KeyFieldOptions {
  readonly say: Say
  readonly label?: string
  readonly hint?: string
  /** `true` where what was found is shown below the field. */
  readonly showsKeys?: boolean
  /** Called when something was read. */
  readonly onRead?: (ring: KeyRing) => void
}

/** Creates a field for keys: files, dropped files, or pasted text; what was found is told at once. */
export function createKeyField(options: KeyFieldOptions): KeyField {
  const { say, label = say(texts.label), hint = say(texts.hint), showsKeys = true, onRead } = options
  let sources: KeySource[] = []
  let ring: Promise<KeyRing> = Promise.resolve(EMPTY_RING)
  const pasted = createField({ label: say(texts.paste), rows: 3, isCode: true, placeholder: '-----BEGIN …-----' })
  const password = createField({ label: say(texts.password), hint: say(texts.passwordHint), isSecret: true })
  password.element.hidden = true
  const files = element('ul', { class: 'wb-files' })
  const found = element('div', { class: 'wb-found', 'aria-live': 'polite' })

  let tooLarge: string[] = []
  const add = (given: Iterable<File>) =>
    guard(async () => {
      tooLarge = []
      sources = [...sources, ...(await readFiles(given, say, (message) => tooLarge.push(message)))]
      update()
    }, showError)
  const showError = (error: unknown) => found.replaceChildren(element('p', { class: 'wb-problem' }, String(error)))
  const update = () => {
    listFiles()
    const opening = openAll()
    ring = opening
    guard(async () => {
      const opened = await opening
      // What was read meanwhile is newer.
      if (ring === opening) show(opened)
    }, showError)
  }
  const openAll = () => {
    const text = pasted.input.value
    const own = text.trim() === '' ? [] : [{ name: say(texts.pasted), bytes: toUtf8(text) }]
    const given = password.input.value
    return openKeys([...sources, ...own], given === '' ? [] : [given])
  }
  const listFiles = () => {
    const rows = sources.map((source) => {
      const remove = () => {
        sources = sources.filter((other) => other !== source)
        tooLarge = []
        update()
      }
      const name = say(texts.remove, { name: source.name })
      const button = element('button', { type: 'button', class: 'wb-remove', 'aria-label': name, onclick: remove }, '×')
      return element('li', {}, source.name, button)
    })
    files.replaceChildren(...rows)
  }
  const show = (opened: KeyRing) => {
    password.element.hidden = opened.password === 'none'
    const told = opened.refusal?.reason ?? (opened.password === 'absent' ? texts.needsPassword : undefined)
    const command = opened.refusal && createOutput(say(texts.byOpenssl), opened.refusal.command, say)
    const others = opened.others.map(({ source, found: what, remedy }) =>
      element(
        'p',
        { class: 'wb-problem' },
        say(texts.unreadable, { name: source, found: say(what), remedy: say(remedy) }),
      ),
    )
    const large = tooLarge.map((message) => element('p', { class: 'wb-problem' }, message))
    const cards = showsKeys ? opened.keys.map((key) => createKeyCard(key, say)) : []
    found.replaceChildren(
      ...(told ? [element('p', { class: 'wb-note' }, say(told))] : []),
      ...(command ? [command] : []),
      ...large,
      ...others,
      ...cards,
    )
    onRead?.(opened)
  }
  pasted.input.addEventListener('input', update)
  password.input.addEventListener('input', update)
  const buttons = element(
    'div',
    { class: 'wb-row' },
    createFileButton(say, `${label}: ${say(frame.chooseFile)}`, add),
    element('span', { class: 'wb-hint' }, say(frame.dropHere)),
  )
  const field = element(
    'fieldset',
    { class: 'wb-keys' },
    element('legend', {}, label),
    element('p', { class: 'wb-hint' }, hint),
    buttons,
    files,
    pasted.element,
    password.element,
    found,
  )
  takeDrops(field, add)
  return {
    element: field,
    read: () => ring,
    set: (given) => {
      sources = [...given]
      pasted.input.value = ''
      update()
    },
  }
}
