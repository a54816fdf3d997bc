import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { expect, it } from 'vitest'
import { respondInPieces } from './pieces.ts'

const { merchant, platformKeys } = await createSandbox()

function download(pieces: Iterable<Uint8Array>, options: object): Promise<Response> {
  const client = createClient({ merchant, platformKeys, transport: respondInPieces(pieces) })
  return client.download('v3/bill/downloadurl?token=top-secret', options as never)
}

it('an encrypted file takes its bytes of memory, however small its pieces are', async () => {
  const encryption = { encrypt_key: '0123456789abcdef0123456789ABCDEF', nonce: 'abcdefghijkl' }
  const cipher = createCipheriv('aes-256-gcm', encryption.encrypt_key, encryption.nonce)
  const encrypted = Buffer.concat([cipher.update(randomBytes(2 ** 20)), cipher.final(), cipher.getAuthTag()])
  const measure = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  const before = measure()
  let most = 0
  function* bytes() {
    for (const [index, byte] of encrypted.entries()) {
      if (index % 2 ** 14 === 0) most = Math.max(most, measure() - before)
      yield Uint8Array.of(byte)
    }
  }
  const file = await download(bytes(), { hash: 'unchecked', encryption })
  expect((await file.arrayBuffer()).byteLength).toBe(2 ** 20)
  // A list of its pieces takes more than 200 MB.
  expect(most).toBeLessThan(60_000_000)
})

it('a large file streams while its SM3 is computed, and does not stand in memory', async () => {
  const piece = new Uint8Array(randomBytes(2 ** 16))
  const count = 1600
  const expected = createHash('sm3')
  for (let index = 0; index < count; index++) expected.update(piece)
  function* pieces() {
    for (let index = 0; index < count; index++) yield piece
  }
  const before = process.memoryUsage().arrayBuffers
  let buffers = 0
  let received = 0
  const { body } = await download(pieces(), { hash: { type: 'SM3', value: expected.digest('hex') } })
  for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
    received += bytes.length
    buffers = Math.max(buffers, process.memoryUsage().arrayBuffers - before)
  }
  expect(received).toBe(count * 2 ** 16)
  expect(buffers).toBeLessThan(received / 2)
})
