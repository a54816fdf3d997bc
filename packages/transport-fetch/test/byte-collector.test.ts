import { ByteCollector } from '@wechatpay-kit/transport-fetch'
import fc from 'fast-check'
import { expect, it } from 'vitest'

it('joins pieces of any sizes in their order, again and again', () => {
  const size = fc.oneof(fc.nat(3), fc.nat(1_000), fc.constantFrom(65_535, 65_536, 65_537))
  fc.assert(
    fc.property(fc.array(fc.array(size, { maxLength: 60 }), { maxLength: 3 }), (rounds) => {
      const collected = new ByteCollector()
      let next = 0
      for (const sizes of rounds) {
        const pieces = sizes.map((length) => new Uint8Array(length).fill(next++))
        for (const piece of pieces) collected.add(piece)
        const expected = Buffer.concat(pieces)
        expect(collected.length).toBe(expected.length)
        expect(Buffer.compare(collected.take(), expected)).toBe(0)
        expect(collected.length).toBe(0)
      }
    }),
    { numRuns: 30 },
  )
})

it('gives bytes that nobody else holds', () => {
  const piece = Uint8Array.of(1, 2)
  const collected = new ByteCollector()
  collected.add(piece)
  const bytes = collected.take()
  piece.fill(0)
  expect([[...bytes], bytes.buffer.byteLength]).toEqual([[1, 2], 2])
})
