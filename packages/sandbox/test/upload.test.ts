import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { send } from './requests.ts'

const CRLF = '\r\n'
const content = Buffer.from([0x89, 0x50, 0x0d, 0x0a, 0x2d, 0x2d, 0x00, 0xff])
const sha256 = createHash('sha256').update(content).digest('hex')

/** Sends an upload; the parts are written as a client writes them. */
function upload({
  meta = 'Content-Disposition: form-data; name="meta"',
  file = 'Content-Disposition: form-data; name="file"; filename="a.png"',
  filename = 'a.png',
  type = 'multipart/form-data; boundary=edge',
  preamble = '',
  end = `${CRLF}--edge--${CRLF}`,
} = {}) {
  const text = JSON.stringify({ filename, sha256 })
  const bytes = Uint8Array.from(
    Buffer.concat([
      Buffer.from(`${preamble}--edge${CRLF}${meta}${CRLF}${CRLF}${text}${CRLF}--edge${CRLF}${file}${CRLF}${CRLF}`),
      content,
      Buffer.from(end),
    ]),
  )
  const target = '/v3/merchant/media/upload'
  return send({ target, bytes, signedBody: text, headers: { 'Content-Type': type } })
}

describe('an upload is understood as clients write it:', () => {
  it.each<[string, Parameters<typeof upload>[0]]>([
    ['plainly', {}],
    ['a final semicolon', { meta: 'Content-Disposition: form-data; name="meta";' }],
    ['header names in lower case', { file: 'content-disposition: form-data; name="file"; filename="a.png"' }],
    [
      'more headers of a part',
      { meta: `Content-Type: application/json${CRLF}Content-Disposition: form-data; name="meta"` },
    ],
    [
      'no quotes',
      {
        meta: 'Content-Disposition: form-data; name=meta',
        file: 'Content-Disposition: form-data; name=file; filename=a.png',
      },
    ],
    ['a line break before the first boundary', { preamble: CRLF }],
    ['a preamble', { preamble: `This is a form.${CRLF}` }],
    ['nothing after the last boundary', { end: `${CRLF}--edge--` }],
    ['a quoted boundary', { type: 'Multipart/Form-Data;boundary="edge"' }],
    [
      'filename*',
      {
        file: "Content-Disposition: form-data; name=file; filename=x; filename*=utf-8''%E7%85%A7.png",
        filename: '照.png',
      },
    ],
    [
      'a raw name in UTF-8',
      { file: 'Content-Disposition: form-data; name="file"; filename="照 %22.png"', filename: '照 ".png' },
    ],
    [
      'a quote behind a backslash',
      { file: 'Content-Disposition: form-data; name="file"; filename="a\\"b.png"', filename: 'a"b.png' },
    ],
  ])('%s', async (_, change) => {
    const { status, json } = await upload(change)
    expect([status, typeof json.media_id]).toEqual([200, 'string'])
  })
})

describe('an upload is refused', () => {
  it.each<[string, Parameters<typeof upload>[0], string]>([
    ['without its end', { end: CRLF }, '表单须包含meta与file'],
    ['with another boundary', { type: 'multipart/form-data; boundary=other' }, '表单须包含meta与file'],
    ['without a boundary', { type: 'multipart/form-data' }, '表单须包含meta与file'],
    ['without meta', { meta: 'Content-Disposition: form-data; name="other"' }, '表单须包含meta与file'],
    [
      'with a part that is no form data',
      { meta: 'Content-Disposition: attachment; name="meta"' },
      '表单须包含meta与file',
    ],
    ['without a file name', { file: 'Content-Disposition: form-data; name="file"' }, '表单须包含meta与file'],
    ['under another name', { filename: 'b.png' }, '文件与meta不一致'],
    ['with other bytes', { end: `x${CRLF}--edge--` }, '文件与meta不一致'],
  ])('%s', async (_, change, message) => {
    const { status, json } = await upload(change)
    expect([status, json.code, json.message]).toEqual([400, 'PARAM_ERROR', message])
  })
})
