import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { isDemanded } from '../../../../../tools/generate/facts.mjs'
import { makeValue } from '../../samples/request.mjs'
import type { Language } from '../diagnosis.ts'
import { createId, element } from '../dom.ts'
import { createButton, createChoice, createField } from '../fields.ts'
import { call as texts } from '../texts/call.ts'
import type { Say } from '../texts/index.ts'

/** A part of a form: the value of one node. */
export interface Editor {
  readonly element: HTMLElement
  /** The value; `undefined` where it is left out. */
  read(): unknown
}

/** Settings that all editors of a form share. */
export interface EditorContext {
  readonly say: Say
  readonly language: Language
}

/** Creates the editor of a node; `value` is what it shows at first. */
function createEditor(name: string, node: CatalogueNode, value: unknown, context: EditorContext): Editor {
  if (node.type === 'object' && node.fields) return createGroup(name, node, value, context)
  if (node.type === 'array') return createItems(name, node, value, context)
  if (node.type === 'boolean') return createBoolean(name, node, value, context)
  return createLeaf(name, node, value, context)
}

/** A node in words: its term, type, limits. */
function describeNode(node: CatalogueNode, { say, language }: EditorContext): string {
  const { term, english, type, maxLength, encrypted, enum: values, format, unit } = node
  const shown = values && values.length <= 6 ? say(texts.oneOf, { values: values.join(', ') }) : undefined
  const size = maxLength === undefined || type !== 'string' ? type : `${type}(${maxLength})`
  const parts = [
    language === 'en' ? (english ?? term) : term,
    size,
    format,
    unit,
    isDemanded(node) && say(texts.required),
    encrypted && say(texts.encrypted),
    shown,
  ]
  return parts.filter(Boolean).join(' · ')
}

function createLeaf(name: string, node: CatalogueNode, value: unknown, context: EditorContext): Editor {
  const isJson = node.type === 'any' || node.type === 'object'
  const isLong = (node.maxLength ?? 0) > 256 || isJson
  const shown = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  const hint = describeNode(node, context)
  const field = createField({ label: name, hint, isCode: true, value: shown, ...(isLong && { rows: 2 }) })
  if (node.enum && field.input instanceof HTMLInputElement) {
    const id = createId()
    field.input.setAttribute('list', id)
    const options = node.enum.map((one) => element('option', { value: String(one) }))
    field.element.append(element('datalist', { id }, ...options))
  }
  return { element: field.element, read: () => readLeaf(field.input.value, node) }
}

/** The value of a text: a number where one is documented, JSON where anything can be; what is no such thing stays a text. */
function readLeaf(text: string, { type }: CatalogueNode): unknown {
  if (text === '') return undefined
  if ((type === 'integer' || type === 'number') && /^-?\d{1,15}(\.\d+)?$/.test(text.trim())) return Number(text)
  if (type !== 'any' && type !== 'object') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function createBoolean(name: string, node: CatalogueNode, value: unknown, context: EditorContext): Editor {
  const label = `${name} (${describeNode(node, context)})`
  const { element: framed, input } = createChoice(label, [
    ['', context.say(texts.omitted)],
    ['true', 'true'],
    ['false', 'false'],
  ])
  input.value = value === undefined ? '' : String(value)
  return { element: framed, read: () => (input.value === '' ? undefined : input.value === 'true') }
}

/** The fields of an object, behind its name; they are created when it is opened, because some calls have hundreds. */
function createGroup(name: string, node: CatalogueNode, value: unknown, context: EditorContext): Editor {
  let fields: Editor & { readonly isEmpty: () => boolean }
  let isCreated = false
  const body = element('div', { class: 'wb-group' })
  const fill = () => {
    if (isCreated) return
    isCreated = true
    fields = createFields(node, value, context)
    body.append(fields.element)
  }
  const title = element('summary', {}, element('code', {}, name), ` ${describeNode(node, context)}`)
  const details = element('details', { open: value !== undefined }, title, body)
  if (value !== undefined) fill()
  details.addEventListener('toggle', () => {
    if (details.open) fill()
  })
  const read = () => {
    if (!isCreated) return undefined
    return fields.isEmpty() && !isDemanded(node) ? undefined : fields.read()
  }
  return { element: details, read }
}

/** Creates the fields of an object: those that are demanded first, as the document has them otherwise. */
export function createFields(
  { fields = {} }: CatalogueNode,
  value: unknown,
  context: EditorContext,
): Editor & { readonly isEmpty: () => boolean } {
  const given = Object(value) as Record<string, unknown>
  const sorted = Object.entries(fields).sort(
    ([, one], [, other]) => Number(isDemanded(other)) - Number(isDemanded(one)),
  )
  const editors = sorted.map(([name, node]) => [name, createEditor(name, node, given[name], context)] as const)
  const values = () =>
    editors.map(([name, editor]) => [name, editor.read()] as const).filter(([, one]) => one !== undefined)
  return {
    element: element('div', { class: 'wb-form' }, ...editors.map(([, editor]) => editor.element)),
    read: () => Object.fromEntries(values()),
    isEmpty: () => values().length === 0,
  }
}

function createItems(name: string, node: CatalogueNode, value: unknown, context: EditorContext): Editor {
  const { say } = context
  const { items = { type: 'any' } } = node
  let editors: Editor[] = []
  const list = element('div', { class: 'wb-group' })
  const add = (one: unknown) => {
    const number = editors.length + 1
    const editor = createEditor(say(texts.item, { name, number }), items, one, context)
    const label = say(texts.removeItem, { name, number })
    const remove = () => {
      editors = editors.filter((other) => other !== editor)
      row.remove()
    }
    const button = element('button', { type: 'button', class: 'wb-remove', 'aria-label': label, onclick: remove }, '×')
    const row = element('div', { class: 'wb-item' }, element('div', { class: 'wb-grow' }, editor.element), button)
    editors.push(editor)
    list.append(row)
  }
  for (const one of Array.isArray(value) ? value : []) add(one)
  const button = createButton(say(texts.add, { name }), () => add(makeValue(name, items)))
  // An item without a field is an empty object; one that is no object is left out where nothing stands in it.
  const readItems = () => {
    const empty = items.type === 'object' ? {} : undefined
    return editors.map((editor) => editor.read() ?? empty).filter((item) => item !== undefined)
  }
  const title = element('p', {}, element('code', {}, name), ` ${describeNode(node, context)}`)
  return {
    element: element('div', { class: 'wb-field' }, title, list, button),
    read: () => (editors.length === 0 ? undefined : readItems()),
  }
}
