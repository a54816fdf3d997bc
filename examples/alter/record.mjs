/**
 * A transport that remembers what went over the wire.
 *
 * @param {import('@wechatpay-kit/transport-fetch').Transport} transport
 */
export function recordTransport(transport) {
  /** @type {{ method: string, url: string, headers: Record<string, string>, body: string } | undefined} */
  let request
  /** @type {{ status: number, headers: Headers, body: string } | undefined} */
  let answer
  return {
    get request() {
      return request
    },
    get answer() {
      return answer
    },
    /** @type {import('@wechatpay-kit/transport-fetch').Transport} */
    async transport(url, sent) {
      request = { method: sent.method, url, headers: sent.headers, body: String(sent.body ?? '') }
      const response = await transport(url, sent)
      const bytes = await response.arrayBuffer()
      answer = { status: response.status, headers: response.headers, body: new TextDecoder().decode(bytes) }
      return new Response(bytes, response)
    },
  }
}
