import { element } from '../dom.ts'
import { createOutput } from '../fields.ts'
import { call as texts } from '../texts/call.ts'
import type { Say } from '../texts/index.ts'
import type { CallReport, Notice, WireMessage } from './world.ts'

/** Shows a call on both sides of the wire. */
export function showCall({ exchanges, seen, json, error, notices }: CallReport, say: Say): HTMLElement[] {
  const heading = error ? (exchanges.length > 0 ? texts.failed : texts.notSent) : texts.succeeded
  const result = json === undefined ? say(texts.noContent) : JSON.stringify(json, null, 2)
  return [
    element('h3', {}, say(heading)),
    ...(error
      ? [element('p', { class: 'wb-problem' }, element('code', {}, `${error.name} ${error.code}`), ` ${error.message}`)]
      : [createOutput(say(texts.result), result, say)]),
    ...exchanges.flatMap(({ request, response }) => [
      createOutput(say(texts.request), writeMessage(request), say),
      ...(seen === undefined ? [] : [createOutput(say(texts.seen), JSON.stringify(seen, null, 2), say)]),
      createOutput(say(texts.response), writeMessage(response), say),
    ]),
    ...notices.flatMap((notice) => showNotice(notice, say)),
  ]
}

/** Shows the notifications that a payment led to. */
export function showPayment(notices: readonly Notice[], say: Say): HTMLElement[] {
  return [element('h3', {}, say(texts.paid)), ...notices.flatMap((notice) => showNotice(notice, say))]
}

function showNotice({ request, resource }: Notice, say: Say): HTMLElement[] {
  return [
    createOutput(say(texts.notification), writeMessage(request), say),
    createOutput(say(texts.resource), JSON.stringify(resource, null, 2), say),
  ]
}

/** A message as HTTP/1.1 writes it. */
function writeMessage({ start, headers, body }: WireMessage): string {
  const lines = headers.map(([name, value]) => `${writeName(name)}: ${value}`)
  return [start, ...lines, '', body].join('\n')
}

/** Header names as WeChat Pay's documents write them; a browser gives them in small letters. */
function writeName(name: string): string {
  if (name === 'request-id') return 'Request-ID'
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}
