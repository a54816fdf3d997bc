import * as zlib from 'node:zlib'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { createFetchTransport, readResponse } from '@wechatpay-kit/transport-fetch'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { codeOf, get, serve } from './servers.ts'

const create = () => {
  const transport = createUndiciTransport()
  onTestFinished(() => transport.close())
  return transport
}
const read = (response: Response) => response.arrayBuffer()

describe('a bomb', () => {
  const zeros = new Uint8Array(2 ** 26)
  const gzip = gzipSync(zeros)
  /** Both ways to read over undici, then both over fetch. */
  const ways: ((url: string) => Promise<{ byteLength: number }>)[] = [
    (url) => create()(url, get).then(read),
    (url) => readResponse(url, get, { transport: create() }).then(({ body }) => body),
    (url) => createFetchTransport()(url, get).then(read),
    (url) => readResponse(url, get).then(({ body }) => body),
  ]
  /** Gives the code of the error or the size of the body, for each way. */
  const readAll = async (encoding: string, bytes: Uint8Array) => {
    const { host } = await serve((_, response) => response.setHeader('Content-Encoding', encoding).end(bytes))
    const before = process.memoryUsage().rss
    const outcomes: (string | number)[] = []
    for (const readWith of ways) {
      const reading = readWith(`http://${host}/`)
      const code = await codeOf(reading)
      outcomes.push(code === 'no error' ? (await reading).byteLength : code)
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27)
    return outcomes
  }

  it.each<[string, Uint8Array]>([
    ['gzip', gzip],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
  ])('packed with %s is refused by both transports', async (encoding, bytes) => {
    expect(await readAll(encoding, bytes)).toEqual(ways.map(() => 'RESPONSE_TOO_LARGE'))
  })

  it('of raw deflate is refused: fetch unpacks it, undici says that it is broken', async () => {
    const [own, ownWhole, ...others] = await readAll('deflate', deflateRawSync(zeros))
    expect([own, ownWhole]).toEqual(['NETWORK_FAILED', 'NETWORK_FAILED'])
    expect(others).toEqual(['RESPONSE_TOO_LARGE', 'RESPONSE_TOO_LARGE'])
  })

  it('packed twice is refused, or handed over as small as it came', async () => {
    const twice = gzipSync(gzip)
    expect(twice.length).toBeLessThan(2_000)
    const [own, ownWhole, ...others] = await readAll('gzip, gzip', twice)
    expect([own, ownWhole]).toEqual([twice.length, twice.length])
    expect(others).toEqual(['RESPONSE_TOO_LARGE', 'RESPONSE_TOO_LARGE'])
  })

  it('packed with more codings than anybody uses is refused, or handed over as it came', async () => {
    const encoding = new Array(1_000).fill('gzip').join(', ')
    const outcomes = await readAll(encoding, gzip)
    expect(outcomes.slice(0, 2)).toEqual([gzip.length, gzip.length])
    for (const outcome of outcomes.slice(2)) expect(['NETWORK_FAILED', gzip.length]).toContain(outcome)
  })

  it('packed with zstd is refused where the runtime unpacks it, and otherwise handed over as it came', async () => {
    // 128 frames, each of a megabyte of zeros in run-length encoded blocks of 128 KiB.
    const block = [0x02, 0x00, 0x10, 0x00]
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, ...new Array(7).fill(block).flat(), 0x03, 0x00, 0x10, 0x00]
    const bytes = Uint8Array.from(new Array<number[]>(128).fill(frame).flat())
    const [own, ownWhole, ...others] = await readAll('zstd', bytes)
    expect([own, ownWhole]).toEqual([bytes.length, bytes.length])
    const isUnpacked = 'createZstdDecompress' in zlib
    for (const outcome of others) {
      expect(isUnpacked ? ['RESPONSE_TOO_LARGE', bytes.length] : [bytes.length]).toContain(outcome)
    }
  })
})
