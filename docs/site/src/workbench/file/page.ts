import { element, guard } from '../dom.ts'
import { createButton, createOutput } from '../fields.ts'
import { createKeyField } from '../keys/key-field.ts'
import type { HeldKey, KeyRing } from '../keys/key-ring.ts'
import { arePair, chooseKeys } from '../keys/roles.ts'
import { file as texts } from '../texts/file.ts'
import type { Say } from '../texts/index.ts'
import { keys as keyTexts } from '../texts/keys.ts'
import { type Conversion, listConversions } from './convert.ts'

/** Creates the tool that reads key and certificate files. */
export function createFileTool(say: Say): HTMLElement {
  const conversions = element('div', { class: 'wb-result' })
  const show = async (ring: KeyRing) => {
    const isPair = await arePair(chooseKeys(ring))
    const pair =
      isPair === undefined
        ? []
        : [element('p', { class: isPair ? 'wb-passed' : 'wb-problem' }, say(isPair ? keyTexts.pair : keyTexts.noPair))]
    const rows = ring.keys.flatMap((key) => createConversions(key, say))
    conversions.replaceChildren(...pair, ...(rows.length > 0 ? [element('h3', {}, say(texts.convert)), ...rows] : []))
  }
  const fail = (error: unknown) =>
    conversions.replaceChildren(element('p', { class: 'wb-problem', role: 'alert' }, String(error)))
  const field = createKeyField({ say, hint: say(texts.hint), onRead: (ring) => guard(() => show(ring), fail) })
  return element('div', { class: 'wb-tool' }, element('p', {}, say(texts.intro)), field.element, conversions)
}

function createConversions(key: HeldKey, say: Say): HTMLElement[] {
  return listConversions(key).map((conversion) => createConversion(conversion, key.source, say))
}

/** Shows a form when its button is pressed: a private key is not put on the screen unasked. */
function createConversion({ what, isSecret, pem, fileName }: Conversion, source: string, say: Say): HTMLElement {
  const title = `${say(what)} · ${source}`
  const row = element('div', { class: 'wb-row' })
  const open = () => {
    const note = isSecret ? [element('p', { class: 'wb-note' }, say(texts.secret))] : []
    row.replaceChildren(element('div', { class: 'wb-grow' }, ...note, createOutput(title, pem, say, fileName)))
  }
  row.append(createButton(say(texts.show, { what: title }), open))
  return row
}
