import { createHash, randomBytes } from 'node:crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'
import { respondInPieces } from './pieces.ts'

const { merchant, platformKeys } = await createSandbox()

/** Downloads what comes in these pieces, and gives it back if its hash is the published one. */
async function download(hash: object, pieces: Iterable<Uint8Array>): Promise<Response> {
  const client = createClient({ merchant, platformKeys, transport: respondInPieces(pieces) })
  return client.download('v3/transferdownload/elecvoucherfile?token=top-secret', { hash: hash as never })
}

describe('A file whose hash is SM3', () => {
  // GB/T 32905-2016, annex A.
  it.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('is checked as the standard says: %s', async (text, value) => {
    const bytes = new TextEncoder().encode(text)
    expect(await (await download({ type: 'SM3', value }, [bytes])).text()).toBe(text)
    expect(await (await download({ type: 'SM3', value: value.toUpperCase() }, [bytes])).text()).toBe(text)
    const other = download({ type: 'SM3', value }, [bytes.slice(1)]).then((file) => file.text())
    await expect(other).rejects.toMatchObject({ name: 'IntegrityError', code: 'HASH_MISMATCH' })
  })

  it.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, 65_537])(
    'is checked as OpenSSL does, whole and in small pieces: %i bytes',
    async (length) => {
      const bytes = new Uint8Array(randomBytes(length))
      const hash = { type: 'SM3', value: createHash('sm3').update(bytes).digest('hex') }
      const sevens = Array.from({ length: Math.ceil(length / 7) }, (_, index) => bytes.slice(index * 7, index * 7 + 7))
      for (const pieces of [[bytes], sevens]) {
        const file = await download(hash, pieces)
        expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true)
      }
    },
  )
})
