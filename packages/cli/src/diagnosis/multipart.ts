import { type Bytes, fromLatin1, toLatin1, toUtf8 } from './bytes.ts'
import type { Finding } from './finding.ts'
import type { HttpMessage } from './http.ts'

/** The part of an upload that is signed, and a finding that says so; `undefined` where the body is no upload. */
export function findMeta({ headers, body }: HttpMessage): { readonly meta: Bytes; readonly note: Finding } | undefined {
  if (!/^multipart\/form-data/i.test(headers['content-type'] ?? '')) return undefined
  // Files are no text: the bytes are looked through one by one.
  const [, meta] = /name="?meta"?[\s\S]*?\r?\n\r?\n([\s\S]*?)\r?\n--/.exec(toLatin1(body)) ?? []
  return meta === undefined ? undefined : { meta: fromLatin1(meta), note: NOTE }
}

/** A body of one part, as curl writes what `--form meta=…` says. */
export function writeMeta(meta: string): Bytes {
  return toUtf8(`--part\r\nContent-Disposition: form-data; name="meta"\r\n\r\n${meta}\r\n--part--\r\n`)
}

const NOTE: Finding = {
  check: 'body',
  status: 'note',
  text: {
    en: 'This is an upload: its part meta alone is signed, not the whole body.',
    zh: '这是上传文件的请求：只有 meta 部分参与签名，而不是整个请求体。',
  },
}
