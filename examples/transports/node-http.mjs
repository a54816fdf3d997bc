import http from 'node:http'
import https from 'node:https'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

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
  const { statusCode: status = 0 } = response
  if ([204, 304].includes(status)) {
    response.resume()
    return new Response(null, { status, headers: received })
  }
  // A stream, so that whoever reads it can stop: a buffer would take whatever comes.
  const isPacked = received.get('content-encoding') === 'gzip'
  const stream = isPacked ? pipeline(response, createGunzip(), () => {}) : response
  return new Response(/** @type {ReadableStream} */ (Readable.toWeb(stream)), { status, headers: received })
}
