/** Takes a notification to its receiver, and gives the receiver's response. */
export type Deliver = (request: Request) => Promise<Response>

/** Milliseconds within which a notification has to be acknowledged. */
const DEADLINE = 5000

/** Makes the function that delivers notifications within WeChat Pay's deadline: over HTTP, or as the sandbox was told to. */
export function createDeliver(given: Deliver | undefined): Deliver {
  return async (request) => {
    const signal = AbortSignal.timeout(DEADLINE)
    if (!given) return globalThis.fetch(request, { signal, redirect: 'manual' })
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
    return Promise.race([given(request), late])
  }
}
