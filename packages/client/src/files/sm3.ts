/** Bytes of a block. */
const BLOCK = 64

/**
 * The hash SM3 while it runs, which neither WebCrypto nor `@noble/hashes` has.
 *
 * @see GB/T 32905-2016, whose names the variables have: {@link https://datatracker.ietf.org/doc/draft-sca-cfrg-sm3/ | draft-sca-cfrg-sm3}
 */
export class Sm3 {
  readonly #state = Int32Array.of(
    ...[0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600],
    ...[0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e],
  )
  readonly #block = new Uint8Array(BLOCK)
  readonly #words = new Int32Array(68)
  /** Bytes so far. */
  #length = 0

  /** Adds bytes. */
  update(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const start = this.#length % BLOCK
      const part = bytes.subarray(from, from + BLOCK - start)
      this.#block.set(part, start)
      this.#length += part.length
      from += part.length
      if (start + part.length === BLOCK) this.#compress()
    }
  }

  /** Ends the hash; gives its 32 bytes. */
  digest(): Uint8Array {
    // A one bit, zeros, and the length in bits, to the end of a block.
    const padding = new Uint8Array(BLOCK + 8 - ((this.#length + 8) % BLOCK))
    padding[0] = 0x80
    new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(this.#length) * 8n)
    this.update(padding)
    const digest = new DataView(new ArrayBuffer(32))
    for (const [index, word] of this.#state.entries()) digest.setInt32(index * 4, word)
    return new Uint8Array(digest.buffer)
  }

  /** The compression function, with the message expansion before it. */
  #compress(): void {
    // Of whole numbers alone, in a plain loop: it runs for every 64 bytes of a file.
    const w = this.#words
    const block = new DataView(this.#block.buffer)
    for (let j = 0; j < 16; j++) w[j] = block.getInt32(j * 4)
    for (let j = 16; j < 68; j++) {
      w[j] = p1(at(w, j - 16) ^ at(w, j - 9) ^ rotate(at(w, j - 3), 15)) ^ rotate(at(w, j - 13), 7) ^ at(w, j - 6)
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = this.#state
    for (let j = 0; j < 64; j++) {
      const isEarly = j < 16
      const ss1 = rotate((rotate(a, 12) + e + rotate(isEarly ? 0x79cc4519 : 0x7a879d8a, j % 32)) | 0, 7)
      const ss2 = ss1 ^ rotate(a, 12)
      const ff = isEarly ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
      const gg = isEarly ? e ^ f ^ g : (e & f) | (~e & g)
      const tt1 = (ff + d + ss2 + (at(w, j) ^ at(w, j + 4))) | 0
      const tt2 = (gg + h + ss1 + at(w, j)) | 0
      d = c
      c = rotate(b, 9)
      b = a
      a = tt1
      h = g
      g = rotate(f, 19)
      f = e
      e = p0(tt2)
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) this.#state[index] = at(this.#state, index) ^ word
  }
}

const at = (words: Int32Array, index: number): number => words[index] as number
const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))
const p0 = (word: number): number => word ^ rotate(word, 9) ^ rotate(word, 17)
const p1 = (word: number): number => word ^ rotate(word, 15) ^ rotate(word, 23)
