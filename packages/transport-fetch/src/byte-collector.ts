import type { Bytes } from './transport.ts'

/** Pieces that are kept as they came; of nearly every response there are fewer, so that its bytes are copied once. */
const LOOSE_PIECES = 32

/** Bytes of a block, into which further pieces are copied. */
const BLOCK = 2 ** 16

/**
 * Collects bytes that come in pieces, however small these are: what it holds is the bytes and at most a constant more. It
 * knows no limit; whoever reads from a stranger looks at `length` after each piece.
 *
 * @example
 * ```ts
 * import { ByteCollector } from '@wechatpay-kit/transport-fetch'
 *
 * const collected = new ByteCollector()
 * for (const piece of [Uint8Array.of(0x6f), Uint8Array.of(0x6b)]) collected.add(piece)
 * console.log(collected.length, new TextDecoder().decode(collected.take())) // 2 ok
 * ```
 */
export class ByteCollector {
  /** Bytes that were added since the last `take`. */
  length = 0
  #pieces: Uint8Array[] = []
  /** The part of the last block that is not used yet. */
  #free: Uint8Array | undefined

  /**
   * Adds a piece.
   *
   * @param piece - bytes that do not change until `take`; the first few pieces are not copied before.
   */
  add(piece: Uint8Array): void {
    this.length += piece.length
    if (this.#pieces.length < LOOSE_PIECES) this.#pieces.push(piece)
    else this.#copy(piece)
  }

  /**
   * Joins what was added, and begins anew.
   *
   * @returns the bytes, a copy that nobody else holds.
   */
  take(): Bytes {
    const bytes = new Uint8Array(this.length)
    let position = 0
    for (const piece of this.#pieces) {
      // The last block may not be full.
      bytes.set(piece.subarray(0, this.length - position), position)
      position += piece.length
    }
    this.length = 0
    this.#pieces = []
    this.#free = undefined
    return bytes
  }

  /** Copies a piece to where the last one ended, over as many blocks as it needs. */
  #copy(piece: Uint8Array): void {
    for (let rest = piece; rest.length > 0; ) {
      let free = this.#free
      if (!free?.length) {
        free = new Uint8Array(BLOCK)
        this.#pieces.push(free)
      }
      const part = rest.subarray(0, free.length)
      free.set(part)
      this.#free = free.subarray(part.length)
      rest = rest.subarray(part.length)
    }
  }
}
