import http from 'node:http'
import https from 'node:https'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

/** @type {import('@wechatpay-kit/transport-fetch').Transport} */
export const nodeHttpTransport = async (url, { method, headers, body, signal }) => {
  const { request } = url.startsWith('https:') ? https : http
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  /** @type {http.IncomingMessage} */
  const response = await new Promise((resolve, reject) => {
    request(url, { method, headers: { ...headers, ...length }, ...(signal ? { signal } : {}) }, resolve)
      .on('error', reject)
      .end(body)
  })
  const received = new Headers()
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) received.append(name, value)
  }
  const bytes = await buffer(response)
  const { statusCode: status = 0 } = response
  if ([204, 304].includes(status)) return new Response(null, { status, headers: received })
  return new Response(received.get('content-encoding') === 'gzip' ? gunzipSync(bytes) : bytes, {
    status,
    headers: received,
  })
}
