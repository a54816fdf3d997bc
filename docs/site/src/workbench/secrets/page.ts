import { tidy, toUtf8 } from '../diagnosis.ts'
import { element } from '../dom.ts'
import { createButton, createField, createOutput, createSwitch, type Field } from '../fields.ts'
import { createKeyField } from '../keys/key-field.ts'
import { createResult } from '../result.ts'
import { createFindingList } from '../signature/finding-view.ts'
import { createMessageView } from '../signature/message-view.ts'
import type { Say } from '../texts/index.ts'
import { secrets as texts } from '../texts/secrets.ts'
import { signature as signatureTexts } from '../texts/signature.ts'
import { decryptText } from './decrypt.ts'
import { encryptAsResource, encryptField } from './encrypt.ts'
import type { Outcome } from './outcome.ts'
import { verifyAndDecrypt } from './verify.ts'

/** Creates the tool that encrypts, decrypts and verifies. */
export function createSecretsTool(say: Say): HTMLElement {
  const fields = createFields(say)
  const keys = createKeyField({ say })
  const result = createResult(say)
  let [action, form] = ['decrypt', 'field']
  const update = () => {
    const isResource = action === 'encrypt' && form === 'resource'
    show(fields.ciphertext, action === 'decrypt')
    show(fields.plaintext, action === 'encrypt')
    show(fields.message, action === 'verify')
    show(fields.keyId, action === 'verify')
    show(fields.associatedData, isResource)
    show(fields.apiV3Key, action !== 'encrypt' || isResource)
    forms.hidden = action !== 'encrypt'
    keys.element.hidden = isResource
    run.textContent = say(action === 'encrypt' ? texts.encrypt : action === 'decrypt' ? texts.decrypt : texts.verifyNow)
  }
  const run = createButton('', undefined, 'primary')
  const forms = createSwitch(
    say(texts.as),
    [
      ['field', say(texts.asField)],
      ['resource', say(texts.asResource)],
    ],
    (chosen) => {
      form = chosen
    },
  )
  const actions = createSwitch(
    say(texts.what),
    [
      ['decrypt', say(texts.decrypt)],
      ['encrypt', say(texts.encrypt)],
      ['verify', say(texts.verify)],
    ],
    (chosen) => {
      action = chosen
    },
  )
  for (const one of [actions, forms]) one.addEventListener('change', update)
  update()
  const value = ({ input }: Field) => input.value
  const act = async () => {
    const ring = await keys.read()
    if (action === 'verify') {
      const message = toUtf8(value(fields.message))
      const keyId = tidy(value(fields.keyId)).text.trim()
      const verified = await verifyAndDecrypt({ message, ring, keyId, apiV3Key: value(fields.apiV3Key) })
      const { lines } = verified.report
      result.show(...showOutcome(verified, say), ...(lines.length > 0 ? [createMessageView(verified.report, say)] : []))
      return
    }
    const outcome =
      action === 'decrypt'
        ? decryptText(value(fields.ciphertext), ring, value(fields.apiV3Key))
        : form === 'field'
          ? encryptField(value(fields.plaintext), ring)
          : encryptAsResource(value(fields.plaintext), value(fields.apiV3Key), value(fields.associatedData))
    result.show(...showOutcome(await outcome, say))
  }
  const { ciphertext, plaintext, message, apiV3Key, keyId, associatedData } = fields
  const inputs = [ciphertext, plaintext, message].map((field) => field.element)
  const numbers = [associatedData, apiV3Key, keyId].map((field) => field.element)
  const created = element(
    'form',
    { class: 'wb-tool' },
    actions,
    ...inputs,
    forms,
    keys.element,
    ...numbers,
    element('div', { class: 'wb-row' }, run),
    result.element,
  )
  created.addEventListener('submit', (event) => {
    event.preventDefault()
    result.run(act)
  })
  return created
}

function show({ element: framed }: Field, isShown: boolean): void {
  framed.hidden = !isShown
}

function createFields(say: Say) {
  return {
    ciphertext: createField({ label: say(texts.ciphertext), hint: say(texts.ciphertextHint), rows: 6, isCode: true }),
    plaintext: createField({ label: say(texts.plaintext), rows: 4, isCode: true }),
    message: createField({
      label: say(signatureTexts.message),
      hint: say(signatureTexts.messageHint),
      rows: 10,
      isCode: true,
    }),
    associatedData: createField({ label: say(texts.associatedData), isCode: true }),
    apiV3Key: createField({
      label: say(texts.apiV3Key),
      hint: say(texts.apiV3KeyHint),
      isSecret: true,
      isCode: true,
    }),
    keyId: createField({ label: say(signatureTexts.serialNumber), isCode: true }),
  }
}

function showOutcome({ findings, outputs }: Outcome, say: Say): HTMLElement[] {
  const count = findings.filter(({ status }) => status === 'problem').length
  const heading = count > 0 ? say(signatureTexts.problems, { count }) : say(texts.done)
  return [
    element('h3', {}, heading),
    createFindingList(findings, say),
    ...outputs.map(({ title, text }) => createOutput(say(title), text, say)),
  ]
}
