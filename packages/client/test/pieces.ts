import type { Transport } from '@wechatpay-kit/transport-fetch'

/** A transport whose response comes in these pieces, each when it is asked for. */
export function respondInPieces(pieces: Iterable<Uint8Array>): Transport {
  return async () => {
    const iterator = pieces[Symbol.iterator]()
    const body = new ReadableStream({
      pull(controller) {
        const { done, value } = iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
    })
    return new Response(body)
  }
}
