import type { CatalogueOperation } from '@wechatpay-kit/catalogue'
import { hasCode, isOfFiles, writeCall, writeSetup } from '../../samples/code.mjs'
import { writeCommand } from '../../samples/command.mjs'
import type { CallValues } from '../../samples/request.mjs'
import { hasVariant, toText } from '../../samples/segments.mjs'
import type { Language } from '../diagnosis.ts'
import { element, guard } from '../dom.ts'
import { createButton, createChoice, createOutput } from '../fields.ts'
import { createResult } from '../result.ts'
import { call as texts } from '../texts/call.ts'
import type { Say } from '../texts/index.ts'
import { createPicker, findNamed, type Picked, titleOf } from './picker.ts'
import { showCall, showPayment } from './report-view.ts'
import { makeFirstValues } from './sample.ts'
import { createValuesForm } from './values-form.ts'
import type { World } from './world.ts'

const FIRST = 'POST /v3/pay/transactions/native'

/** Creates the tool that tries calls. */
export function createCallTool(say: Say, language: Language): HTMLElement {
  const result = createResult(say)
  const place = element('div', { class: 'wb-form' })
  // The sandbox is large, and makes keys: it starts with the first call.
  let world: Promise<World> | undefined
  const start = () => {
    world ??= import('./world.ts').then(({ createWorld }) => createWorld())
    return world
  }
  let remembered = {}
  const onPick = (picked: Picked) => {
    result.clear()
    const act = (values: CallValues, isUnchecked: boolean) =>
      result.run(async () => {
        const sandbox = await start()
        const report = await sandbox.call(picked.operation, picked.area, values, { isUnchecked })
        remembered = sandbox.remembered
        const order = report.error ? undefined : findOrder(picked, values)
        result.show(...showCall(report, say), ...(order === undefined ? [] : [createPayer(sandbox, order)]))
      })
    const sample = makeFirstValues(picked.operation, remembered)
    place.replaceChildren(createCallForm(picked, sample, { say, language, act, fail: result.fail }))
  }
  const createPayer = (sandbox: World, order: string) => {
    const pay = () => result.run(async () => result.show(...showPayment(await sandbox.pay(order), say)))
    return element('div', { class: 'wb-row' }, createButton(say(texts.pay), pay))
  }
  const picker = createPicker({ say, language, onPick, onError: result.fail })
  const tool = element('div', { class: 'wb-tool' }, element('p', {}, say(texts.intro)), picker, place, result.element)
  const open = async () => {
    const picked = (await findNamed(readName())) ?? (await findNamed(FIRST))
    if (picked) onPick(picked)
  }
  guard(open, result.fail)
  return tool
}

/** Number of the order that a call has made, where it has made one. */
function findOrder({ operation }: Picked, { json }: CallValues): string | undefined {
  const isOrder = /^\/v3\/pay\/(partner\/)?transactions\/(app|h5|jsapi|miniprogram|native)$/.test(operation.path)
  const number: unknown = Object(json).out_trade_no
  return isOrder && typeof number === 'string' ? number : undefined
}

/** The operation that the address names. */
function readName(): string {
  const [, name = ''] = /^#call=(.*)$/.exec(location.hash) ?? []
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

interface CallFormOptions {
  readonly say: Say
  readonly language: Language
  readonly act: (values: CallValues, isUnchecked: boolean) => void
  readonly fail: (error: unknown) => void
}

function createCallForm(
  picked: Picked,
  sample: CallValues,
  { say, language, act, fail }: CallFormOptions,
): HTMLElement {
  const { operation } = picked
  const values = createValuesForm(operation, sample, { say, language })
  const told = element('p', { class: 'wb-problem', role: 'alert' })
  const unchecked = element('input', { type: 'checkbox' })
  const code = hasCode(operation) ? createCode(operation, say) : undefined
  const read = (use: (given: CallValues) => void) => {
    told.textContent = ''
    try {
      use(values.read())
    } catch (error) {
      if (!(error instanceof SyntaxError)) return fail(error)
      told.textContent = say(texts.jsonInvalid, { message: error.message })
    }
  }
  const refresh = () => read((given) => code?.show(given))
  const note = operation.download ? texts.download : operation.deprecated ? texts.withdrawn : undefined
  const form = element(
    'form',
    { class: 'wb-form' },
    createHead(picked, say, language),
    note && element('p', { class: 'wb-note' }, say(note)),
    values.element,
    told,
    element('label', { class: 'wb-radio' }, unchecked, say(texts.unchecked)),
    !operation.download && element('div', { class: 'wb-row' }, createButton(say(texts.send), undefined, 'primary')),
    code?.element,
  )
  form.addEventListener('input', refresh)
  form.addEventListener('click', () => queueMicrotask(refresh))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    read((given) => act(given, unchecked.checked))
  })
  refresh()
  return form
}

function createHead({ operation }: Picked, say: Say, language: Language): HTMLElement {
  const { method, path, doc } = operation
  const [number] = doc
  const [side, rest] = (number ?? '').split('/')
  const address = `https://pay.weixin.qq.com/doc/${side === 'global' ? `global/v3/zh/${rest}` : `v3/${number}`}`
  const link = element('a', { href: address, target: '_blank', rel: 'noreferrer' }, `${say(texts.document)} ${rest}`)
  return element(
    'div',
    { class: 'wb-head' },
    element('h3', {}, titleOf(operation, language)),
    element(
      'p',
      {},
      element('code', {}, `${method} ${path}`),
      number !== undefined && ' · ',
      number !== undefined && link,
    ),
  )
}

/** The code of a call in the style that was chosen, and its command. */
function createCode(operation: CatalogueOperation, say: Say) {
  const notation = createChoice(say(texts.notation), [
    ['chain', say(texts.chain)],
    ['declarative', say(texts.declarative)],
    ['property', say(texts.property)],
  ])
  const asynchrony = createChoice(say(texts.asynchronous), [
    ['await', say(texts.styleAwait)],
    ['then', say(texts.styleThen)],
  ])
  const sensitive = createChoice(say(texts.sensitive), [
    ['plain', say(texts.plain)],
    ['ciphertext', say(texts.ciphertext)],
  ])
  notation.element.hidden = isOfFiles(operation)
  const code = createPlace(say(texts.code), say)
  const command = createPlace(say(texts.command), say)
  const show = (values: CallValues) => {
    const call = writeCall(operation, values)
    sensitive.element.hidden = !hasVariant(call, 'ciphertext')
    const chosen = [notation, asynchrony, sensitive].map(({ input }) => input.value)
    code.show(`${writeSetup(operation)}\n${toText(call, chosen)}\n`)
    command.show(writeCommand(operation, values))
  }
  const columns = element('div', { class: 'wb-columns' }, notation.element, asynchrony.element, sensitive.element)
  return { element: element('div', { class: 'wb-form' }, columns, code.element, command.element), show }
}

/** A place that shows a text, and is left alone while the text is the same. */
function createPlace(title: string, say: Say) {
  const place = element('div', {})
  const show = (text: string) => {
    if (place.querySelector('pre')?.textContent !== text) place.replaceChildren(createOutput(title, text, say))
  }
  return { element: place, show }
}
