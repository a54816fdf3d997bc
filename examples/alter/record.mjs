/**
 * A request and its response, as they went over the wire.
 *
 * @typedef {object} Exchange
 * @property {{ method: string, url: string, headers: Record<string, string>, body: string }} request
 * @property {{ status: number, headers: Headers, body: string }} response
 */

/**
 * Remembers what a sandbox receives and sends.
 *
 * @param {Pick<import('@wechatpay-kit/sandbox').Sandbox, 'fetch'>} sandbox
 * @param {Exchange[]} exchanges
 */
export function recordExchanges(sandbox, exchanges) {
  return {
    /** @param {Request} received */
    async fetch(received) {
      const { method, url, headers } = received
      const body = await received.clone().text()
      const response = await sandbox.fetch(received)
      const { status } = response
      exchanges.push({
        request: { method, url, headers: spellHeaders(headers), body },
        response: { status, headers: response.headers, body: await response.clone().text() },
      })
      return response
    },
  }
}

/** Headers of the connection, which say nothing of the call. */
const OF_CONNECTION = /^(host|connection|content-length|accept-encoding|accept-language|sec-fetch-mode)$/

/** Spells names as they are documented: `Wechatpay-Serial`. @param {Headers} headers */
function spellHeaders(headers) {
  const entries = [...headers].filter(([name]) => !OF_CONNECTION.test(name))
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]),
  )
}
