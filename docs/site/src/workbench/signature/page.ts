import { decodeFile, type Finding, type HttpMessage, readHeaderLines, tidy, toUtf8 } from '../diagnosis.ts'
import { element, guard } from '../dom.ts'
import { createButton, createChoice, createField, createOutput, createSwitch } from '../fields.ts'
import { createFileButton, readFiles, takeDrops } from '../files.ts'
import { createKeyField } from '../keys/key-field.ts'
import { createResult } from '../result.ts'
import { frame } from '../texts/frame.ts'
import type { Say } from '../texts/index.ts'
import { signature as texts } from '../texts/signature.ts'
import { createExample } from './example.ts'
import type { SignatureReport } from './explain.ts'
import { createFindingList } from './finding-view.ts'
import { createMessageView } from './message-view.ts'

/** Creates the tool that explains signatures. */
export function createSignatureTool(say: Say): HTMLElement {
  const text = createMessageField(say)
  const parts = createParts(say)
  const error = createField({ label: say(texts.error), hint: say(texts.errorHint), rows: 3, isCode: true })
  const keys = createKeyField({ say })
  const mchid = createField({ label: say(texts.mchid), isCode: true })
  const keyId = createField({ label: say(texts.serialNumber), isCode: true })
  const result = createResult(say)
  let mode = 'text'
  const modes = createSwitch(
    say(texts.mode),
    [
      ['text', say(texts.modeText)],
      ['fields', say(texts.modeFields)],
    ],
    (chosen) => {
      mode = chosen
      text.element.hidden = chosen !== 'text'
      parts.element.hidden = chosen === 'text'
    },
  )
  const explain = async () => {
    const message = mode === 'text' ? text.read() : parts.read()
    const [mchidValue, keyIdValue] = [mchid.input.value, keyId.input.value].map((value) => tidy(value).text.trim())
    const ring = await keys.read()
    // It is loaded when it is first needed, so that the page is there at once.
    const { explainSignature } = await import('./explain.ts')
    const report = await explainSignature({
      message,
      error: error.input.value,
      ring,
      mchid: mchidValue ?? '',
      keyId: keyIdValue ?? '',
    })
    result.show(...showReport(report, say))
  }
  const fillIn = async () => {
    const example = await createExample()
    text.set(example.message)
    error.input.value = ''
    keys.set([example.key])
    result.clear()
  }
  const form = element(
    'form',
    { class: 'wb-tool' },
    element('p', {}, say(texts.intro)),
    modes,
    text.element,
    parts.element,
    error.element,
    keys.element,
    element('div', { class: 'wb-columns' }, mchid.element, keyId.element),
    element(
      'div',
      { class: 'wb-row' },
      createButton(say(texts.explain), undefined, 'primary'),
      createButton(say(frame.example), () => guard(fillIn, result.fail)),
    ),
    result.element,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    result.run(explain)
  })
  return form
}

/** Bytes of a file that are shown at most. */
const SHOWN = 100_000

/** The field of a whole message. A file is kept as its bytes, because a text area changes line ends. */
function createMessageField(say: Say) {
  const field = createField({
    label: say(texts.message),
    hint: say(texts.messageHint),
    placeholder: say(texts.messageSample),
    rows: 10,
    isCode: true,
  })
  const told = element('p', { class: 'wb-note', role: 'status' })
  let file: { readonly shown: string; readonly bytes: Uint8Array } | undefined
  const set = (bytes: Uint8Array, name = '') => {
    // A text area with ten thousands of lines holds up the whole page.
    const isLong = bytes.length > SHOWN
    field.input.value = isLong ? '' : decodeFile(bytes)
    file = { shown: field.input.value, bytes }
    told.textContent = isLong ? say(texts.longFile, { name, count: bytes.length }) : ''
  }
  const add = (files: Iterable<File>) =>
    guard(
      async () => {
        const [first] = await readFiles(files, say, (message) => {
          told.textContent = message
        })
        if (first) set(first.bytes, first.name)
      },
      (error) => {
        told.textContent = String(error)
      },
    )
  takeDrops(field.element, add)
  const button = createFileButton(say, `${say(texts.message)}: ${say(frame.chooseFile)}`, add)
  field.element.append(
    element('div', { class: 'wb-row' }, button, element('span', { class: 'wb-hint' }, say(frame.dropHere))),
    told,
  )
  return {
    element: field.element,
    set,
    read: () => (file?.shown === field.input.value ? file.bytes : toUtf8(field.input.value)),
  }
}

/** The fields of a message that is given part by part. */
function createParts(say: Say) {
  const kind = createChoice(say(texts.kind), [
    ['request', say(texts.kindRequest)],
    ['signed', say(texts.kindSigned)],
  ])
  const method = createChoice(
    say(texts.method),
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((name) => [name, name]),
  )
  const target = createField({ label: say(texts.target), isCode: true, placeholder: '/v3/pay/transactions/jsapi' })
  const authorization = createField({ label: say(texts.authorization), rows: 3, isCode: true })
  const headers = ['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Signature', 'Wechatpay-Serial'].map((label) =>
    createField({ label, isCode: true }),
  )
  const body = createField({ label: say(texts.body), rows: 6, isCode: true })
  const own = element('div', { class: 'wb-columns' }, method.element, target.element)
  const theirs = element('div', {}, ...headers.map((field) => field.element))
  const update = () => {
    const isSigned = kind.input.value === 'signed'
    theirs.hidden = !isSigned
    own.hidden = isSigned
    authorization.element.hidden = isSigned
  }
  kind.input.addEventListener('change', update)
  update()
  const read = (): HttpMessage => {
    const content = toUtf8(body.input.value)
    if (kind.input.value === 'signed') {
      const values = headers.map(({ input }, index) => [
        HEADERS[index] ?? '',
        tidy(input.value)
          .text.trim()
          // With its name, as it was copied.
          .replace(/^Wechatpay-[a-z-]+:\s*/i, ''),
      ])
      return { headers: Object.fromEntries(values), body: content }
    }
    const line = tidy(authorization.input.value)
      .text.replace(/\s*\n\s*/g, '')
      .trim()
    const value = line.replace(/^Authorization:\s*/i, '')
    const given = value === '' ? {} : readHeaderLines(`Authorization: ${value}`)
    const path = target.input.value.trim().replace(/^https?:\/\/[^/?]+/i, '')
    return { method: method.input.value, target: path, headers: given, body: content }
  }
  return { element: element('div', {}, kind.element, own, authorization.element, theirs, body.element), read }
}

const HEADERS = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial']

function showReport(report: SignatureReport, say: Say): HTMLElement[] {
  const { findings, lines, header } = report
  return [
    element('h3', {}, summarise(findings, say)),
    createFindingList(findings, say),
    ...(lines.length > 0 ? [createMessageView(report, say)] : []),
    ...(header
      ? [
          createOutput(say(texts.header), header.line, say),
          element('p', { class: 'wb-hint' }, say(header.isFresh ? texts.headerFresh : texts.headerSame)),
        ]
      : []),
  ]
}

function summarise(findings: readonly Finding[], say: Say): string {
  const count = findings.filter(({ status }) => status === 'problem').length
  if (count > 0) return say(texts.problems, { count })
  const isChecked = findings.some(({ check, status }) => check === 'signature' && status === 'passed')
  return say(isChecked ? texts.right : texts.unchecked)
}
