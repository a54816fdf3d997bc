import type { CatalogueOperation } from '@wechatpay-kit/catalogue'
import { type CallValues, listParts } from '../../samples/request.mjs'
import type { Text } from '../diagnosis.ts'
import { element } from '../dom.ts'
import { createField, createSwitch } from '../fields.ts'
import { call as texts } from '../texts/call.ts'
import { createFields, type Editor, type EditorContext } from './node-editor.ts'

/** The form of a call's values, which can be JSON as well. */
export interface ValuesForm {
  readonly element: HTMLElement
  /** @throws SyntaxError where the JSON is none. */
  read(): CallValues
}

const TITLES: Readonly<Record<keyof CallValues, Text>> = {
  params: texts.params,
  query: texts.query,
  headers: texts.headers,
  json: texts.body,
  meta: texts.meta,
  fields: texts.fields,
}

/** Creates the form of an operation, filled with values. */
export function createValuesForm(operation: CatalogueOperation, given: CallValues, context: EditorContext): ValuesForm {
  const { say } = context
  const parts = listParts(operation)
  const place = element('div', { class: 'wb-form' })
  const json = createField({ label: say(texts.json), rows: 12, isCode: true })
  const told = element('p', { class: 'wb-problem', role: 'alert' })
  let editors = new Map<keyof CallValues, Editor>()
  let mode = 'form'
  const fill = (values: CallValues) => {
    editors = new Map(parts.map(([name, node]) => [name, createFields(node, values[name], context)]))
    const sections = [...editors].map(([name, editor]) =>
      element('fieldset', {}, element('legend', {}, say(TITLES[name])), editor.element),
    )
    place.replaceChildren(...(sections.length > 0 ? sections : [element('p', {}, say(texts.none))]))
  }
  const readForm = (): CallValues => {
    const entries = [...editors].map(([name, editor]) => [name, editor.read()] as const)
    // A body that is demanded is sent, even without fields.
    return Object.fromEntries(
      entries.filter(([name, value]) => name === 'json' || Object.keys(Object(value)).length > 0),
    )
  }
  const readJson = (): CallValues => {
    const value: unknown = JSON.parse(json.input.value)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('{}')
    return value as CallValues
  }
  const change = (chosen: string) => {
    if (chosen === mode) return
    told.textContent = ''
    if (chosen === 'json') json.input.value = JSON.stringify(readForm(), null, 2)
    else
      try {
        fill(readJson())
      } catch (error) {
        told.textContent = say(texts.jsonInvalid, { message: (error as Error).message })
      }
    mode = chosen
    show()
  }
  const show = () => {
    place.hidden = mode !== 'form'
    json.element.hidden = mode === 'form'
  }
  const choices = [
    ['form', say(texts.asForm)],
    ['json', say(texts.asJson)],
  ] as const
  const modes = createSwitch(say(texts.values), choices, change)
  fill(given)
  show()
  return {
    element: element('div', { class: 'wb-form' }, modes, told, place, json.element),
    read: () => (mode === 'form' ? readForm() : readJson()),
  }
}
