import { copyOwn } from './copy-own.ts'
import { FetchError } from './errors.ts'
import type { Transport } from './transport.ts'

/** The part of Deno's API that {@link fetchOnce} needs; Deno before 2.0, and some hosts that run a part of it, lack it. */
interface DenoApi {
  readonly createHttpClient?: (options: { readonly poolMaxIdlePerHost: number }) => object
}

/** A client of Deno's that keeps no connection, made when it is first needed. */
let client: object | undefined

/**
 * Sends a request by the global `fetch`, and once as far as that can be had. Deno's `fetch` sends a request again by itself,
 * whatever its method, if the kept connection that it chose breaks: all but GET go over a connection of their own there.
 * Not kept from it are the `fetch` of Node.js, which repeats what gets the status 421, unchanged, and that of a page.
 *
 * @see {@link https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch | Fetch: repetition after a status of 421}
 * @see {@link https://docs.deno.com/api/deno/~/Deno.CreateHttpClientOptions.poolMaxIdlePerHost | Deno.createHttpClient}
 */
export const fetchOnce: Transport = async (url, request) => {
  const { Deno } = globalThis as { readonly Deno?: DenoApi }
  if (!Deno || request.method === 'GET') return fetch(url, request)
  client ??= Deno.createHttpClient?.({ poolMaxIdlePerHost: 0 })
  if (!client) {
    throw new FetchError(
      'NOT_SENT',
      'This Deno has no createHttpClient, without which its fetch may send a request twice. Update Deno, or give a transport of your own.',
    )
  }
  return fetch(url, Object.assign(copyOwn(request), { client }))
}
