import { request } from 'undici'

/** @type {import('@wechatpay-kit/transport-fetch').Transport} */
export const undiciTransport = async (url, { method, headers, body, signal }) => {
  const answer = await request(url, {
    method: /** @type {'GET'} */ (method),
    headers,
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
  })
  const received = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) received.append(name, String(value))
  const { statusCode: status } = answer
  if ([204, 304].includes(status)) return new Response(null, { status, headers: received })
  const isPacked = received.get('content-encoding') === 'gzip'
  const bytes = new Blob([await answer.body.arrayBuffer()]).stream()
  return new Response(isPacked ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes, {
    status,
    headers: received,
  })
}
