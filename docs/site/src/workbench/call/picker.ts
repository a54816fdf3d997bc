import { areas, type CatalogueArea, type CatalogueOperation, findOperations, readArea } from '@wechatpay-kit/catalogue'
import type { Language } from '../diagnosis.ts'
import { element, guard } from '../dom.ts'
import { createButton, createChoice, createField } from '../fields.ts'
import { call as texts } from '../texts/call.ts'
import type { Say } from '../texts/index.ts'

/** An operation that was chosen. */
export interface Picked {
  readonly area: CatalogueArea
  readonly operation: CatalogueOperation
}

/** Settings of the picker. */
export interface PickerOptions {
  readonly say: Say
  readonly language: Language
  readonly onPick: (picked: Picked) => void
  readonly onError: (error: unknown) => void
}

/** The most results of a search that are shown. */
const LIMIT = 20

/** Creates the choice of an operation: by a search through all, or by area. */
export function createPicker({ say, language, onPick, onError }: PickerOptions): HTMLElement {
  const results = element('ul', { class: 'wb-results' })
  const told = element('p', { class: 'wb-told', role: 'status' })
  const field = createField({ label: say(texts.search), hint: say(texts.searchHint), type: 'search' })
  const search = async () => {
    const text = field.input.value.trim().slice(0, 200)
    if (text === '') return
    const found = await findOperations(text, { limit: LIMIT })
    told.textContent = found.length > 0 ? say(texts.found, { count: found.length }) : say(texts.foundNone)
    const rows = found.map(({ area, operation }) => {
      const pick = () => onPick({ area, operation })
      const title = titleOf(operation, language)
      const { method, path } = operation
      const name = element('code', {}, `${method} ${path}`)
      return element(
        'li',
        {},
        element('button', { type: 'button', class: 'wb-result-button', onclick: pick }, name, ` ${title}`),
      )
    })
    results.replaceChildren(...rows)
  }
  const start = () => guard(search, onError)
  // The search stands in the form of the call, which it must not send.
  field.input.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter') return
    event.preventDefault()
    start()
  })
  const row = element('div', { class: 'wb-search' }, field.element, createButton(say(texts.find), start))
  return element('div', { class: 'wb-form' }, row, told, results, createBrowser({ say, language, onPick, onError }))
}

function createBrowser({ say, language, onPick, onError }: PickerOptions): HTMLElement {
  const area = createChoice(say(texts.area), [['', ''], ...areas.map((name) => [name, name] as const)])
  const operation = createChoice(say(texts.operation), [['', '']])
  let listed: readonly CatalogueOperation[] = []
  const list = async () => {
    const chosen = area.input.value
    listed = chosen === '' ? [] : await readArea(chosen as CatalogueArea)
    const options = listed.map((one, index) =>
      element('option', { value: index }, `${one.method} ${one.path} ${titleOf(one, language)}`),
    )
    operation.input.replaceChildren(element('option', { value: '' }, ''), ...options)
  }
  area.input.addEventListener('change', () => guard(list, onError))
  operation.input.addEventListener('change', () => {
    const chosen = operation.input.value === '' ? undefined : listed[Number(operation.input.value)]
    if (chosen) onPick({ area: area.input.value as CatalogueArea, operation: chosen })
  })
  const columns = element('div', { class: 'wb-columns' }, area.element, operation.element)
  return element('details', {}, element('summary', {}, say(texts.browse)), columns)
}

/** The title of an operation in a language, as far as there is one. */
export function titleOf({ title, english }: CatalogueOperation, language: Language): string {
  return language === 'en' ? (english ?? title) : title
}

/** Finds the operation that an address names: `#call=POST /v3/pay/transactions/native`. */
export async function findNamed(name: string): Promise<Picked | undefined> {
  const [method = '', path = ''] = name.split(/\s+/)
  const [, first = '', second = ''] = path.split('/')
  const area = first === 'brand' ? 'official-only' : first === 'v3' ? second : first
  if (!areas.includes(area as CatalogueArea)) return undefined
  const operations = await readArea(area as CatalogueArea)
  const operation = operations.find((one) => one.method === method.toUpperCase() && one.path === path)
  return operation && { area: area as CatalogueArea, operation }
}
