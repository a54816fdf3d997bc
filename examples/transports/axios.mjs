import axios from 'axios'

/** @type {import('@wechatpay-kit/transport-fetch').Transport} */
export const axiosTransport = async (url, { method, headers, body, signal }) => {
  const response = await axios.request({
    url,
    method,
    headers,
    ...(body === undefined ? {} : { data: body instanceof Uint8Array ? Buffer.from(body) : body }),
    transformRequest: [(data) => data], // the bytes that were signed
    responseType: 'arraybuffer', // the bytes that were signed
    validateStatus: () => true,
    maxRedirects: 0,
    ...(signal ? { signal } : {}),
  })
  const received = new Headers()
  for (const [name, value] of Object.entries(response.headers)) received.append(name, String(value))
  const hasBody = ![204, 304].includes(response.status)
  return new Response(hasBody ? response.data : null, { status: response.status, headers: received })
}
