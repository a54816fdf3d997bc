import { InputError } from './errors.ts'

const encoder = new TextEncoder()

/** UTF-8 bytes of a text, or a private copy of the given bytes. Half a surrogate pair is refused: it has no UTF-8. */
export function toBytes(value: string | Uint8Array, role: string): Uint8Array<ArrayBuffer> {
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value)) {
      throw new InputError(`${role} holds half of a surrogate pair, which UTF-8 cannot express; repair the text.`)
    }
    return encoder.encode(value)
  }
  // ArrayBuffer.isView and not instanceof: the bytes may come from another realm.
  if (ArrayBuffer.isView(value) && value.BYTES_PER_ELEMENT === 1) return new Uint8Array(value)
  throw new InputError(`${role} must be a string or a Uint8Array.`)
}

/** The message `lines[0] LF lines[1] LF … LF` of the protocol, whose last part may be bytes. */
export function joinLines(lines: readonly string[], body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const head = toBytes(lines.map((line) => `${line}\n`).join(''), 'A line of the message')
  const tail = toBytes(body, 'The body')
  const message = new Uint8Array(head.length + tail.length + 1)
  message.set(head)
  message.set(tail, head.length)
  message[message.length - 1] = 0x0a
  return message
}
