/**
 * A transport that remembers what went over the wire.
 *
 * @param {import('@wechatpay-kit/transport-fetch').Transport} transport
 */
export function recordTransport(transport) {
  /** @type {{ method: string, url: string, headers: Record<string, string>, body: string } | undefined} */
  let request
  /** @type {{ status: number, headers: Headers, body: string } | undefined} */
  let response
  return {
    get request() {
      return request
    },
    get response() {
      return response
    },
    /** @type {import('@wechatpay-kit/transport-fetch').Transport} */
    async transport(url, sent) {
      request = { method: sent.method, url, headers: sent.headers, body: String(sent.body ?? '') }
      const received = await transport(url, sent)
      const bytes = await received.arrayBuffer()
      response = { status: received.status, headers: received.headers, body: new TextDecoder().decode(bytes) }
      return new Response(bytes, received)
    },
  }
}
