import { request } from 'undici'

/** @type {import('@wechatpay-kit/transport-fetch').Transport} */
export const undiciTransport = async (url, { method, headers, body, signal }) => {
  const response = await request(url, {
    method: /** @type {'GET'} */ (method),
    headers,
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
  })
  const received = new Headers()
  for (const [name, value] of Object.entries(response.headers)) received.append(name, String(value))
  const { statusCode: status } = response
  if ([204, 304].includes(status)) return new Response(null, { status, headers: received })
  const isPacked = received.get('content-encoding') === 'gzip'
  const bytes = new Blob([await response.body.arrayBuffer()]).stream()
  return new Response(isPacked ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes, {
    status,
    headers: received,
  })
}
