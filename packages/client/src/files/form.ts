import { createNonce } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'

/** A part of a form that is text: its name, its content and its media type. */
export type FormField = readonly [name: string, content: string, type: string | undefined]

/** The part of a form that is a file. */
type FormFile = readonly [name: string, filename: string, type: string, bytes: Bytes]

/** Writes a form: by hand, because `FormData` would choose the bytes of the part that is signed. */
export async function writeForm(
  fields: readonly FormField[],
  [name, filename, type, bytes]: FormFile,
): Promise<{ readonly contentType: string; readonly body: Bytes }> {
  const boundary = createNonce()
  const texts = fields.map(([field, content, contentType]) => {
    const typeLine = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`
    return `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n${typeLine}\r\n${content}\r\n`
  })
  const form = new Blob([
    ...texts,
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename.replaceAll('"', '%22')}"\r\n`,
    `Content-Type: ${type || 'application/octet-stream'}\r\n\r\n`,
    bytes,
    `\r\n--${boundary}--\r\n`,
  ])
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: new Uint8Array(await form.arrayBuffer()),
  }
}
