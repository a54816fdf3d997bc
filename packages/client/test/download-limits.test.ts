import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const MIB = 2 ** 20
const zeros = Buffer.alloc(200 * MIB)
const hash = { type: 'SHA1', value: createHash('sha1').update(zeros).digest('hex') } as const
const bomb = gzipSync(zeros)

const { merchant, platformKeys } = await createSandbox()

/** Reads a file to its end or its failure; gives how much was handed over, and the most memory that buffers took then. */
async function readFile({ body }: Response): Promise<{ received: number; error?: unknown; buffers: number }> {
  const before = process.memoryUsage().arrayBuffers
  let received = 0
  let buffers = 0
  try {
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      received += piece.length
      buffers = Math.max(buffers, process.memoryUsage().arrayBuffers - before)
    }
    return { received, buffers }
  } catch (error) {
    return { received, error, buffers }
  }
}

describe('A small packed file that becomes a large one', () => {
  let hold = false
  let sent: ServerResponse | undefined
  const server = createServer((_, response) => {
    sent = response
    response.writeHead(200, { 'Content-Type': 'application/x-gzip' })
    // Held open: only whoever cancels ends it.
    if (hold) response.write(bomb)
    else response.end(bomb)
  })
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => void server.close())

  const download = (options: object) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const client = createClient({ merchant, platformKeys, baseUrls: [origin] })
    return client.download('v3/billdownload/file?token=top-secret', { hash, gunzip: true, ...options })
  }

  it('is 199 KiB before', () => expect(bomb.length).toBeLessThan(MIB / 5))

  it.each([
    ['16 times maxBytes by default', { maxBytes: MIB }, 16 * MIB],
    ['maxUnpackedBytes', { maxUnpackedBytes: 3 * MIB }, 3 * MIB],
  ])('ends at its limit: %s', async (_, options, limit) => {
    hold = true
    const { received, error } = await readFile(await download(options))
    expect(error).toMatchObject({ name: 'TransportError', code: 'TRANSPORT_RESPONSE_TOO_LARGE' })
    expect((error as Error).message).toMatch(`larger than ${limit} bytes when it is unpacked`)
    expect((error as Error).message).toContain('maxUnpackedBytes')
    expect(received).toBeGreaterThan(0)
    expect(received).toBeLessThanOrEqual(limit)
    // Its connection was dropped, although the server had not ended.
    if (!sent?.destroyed) await new Promise((resolve) => sent?.once('close', resolve))
  })

  it('streams through within its limit, and does not stand in memory', async () => {
    hold = false
    const { received, error, buffers } = await readFile(await download({ maxUnpackedBytes: 200 * MIB }))
    expect(error).toBeUndefined()
    expect(received).toBe(200 * MIB)
    expect(buffers).toBeLessThan(64 * MIB)
  })

  it('drops its connection when nobody wants the rest', async () => {
    hold = true
    const { body } = await download({})
    await body?.cancel('enough')
    if (!sent?.destroyed) await new Promise((resolve) => sent?.once('close', resolve))
  })
})

describe('A packed file', () => {
  const packed = new Uint8Array(gzipSync('packed'))
  const packedHash = { type: 'SHA1', value: createHash('sha1').update('packed').digest('hex') } as const
  const clientOf = (pieces: readonly Uint8Array<ArrayBuffer>[], failure?: Error) => {
    const transport: Transport = async () => {
      const rest = [...pieces]
      const body = new ReadableStream({
        pull(controller) {
          const piece = rest.shift()
          if (piece) controller.enqueue(piece)
          else if (failure) controller.error(failure)
          else controller.close()
        },
      })
      return new Response(body)
    }
    return createClient({ merchant, platformKeys, transport })
  }
  const read = async (client: ReturnType<typeof clientOf>) =>
    (await client.download('v3/file', { hash: packedHash, gunzip: true })).text()

  it('is unpacked from pieces of any length, none included', async () => {
    const bytes = Array.from(packed, (byte) => Uint8Array.of(byte))
    expect(await read(clientOf([new Uint8Array(), ...bytes, new Uint8Array()]))).toBe('packed')
    expect(await read(clientOf([packed.slice(0, 5), new Uint8Array(), packed.slice(5)]))).toBe('packed')
  })

  it('fails as the network did', async () => {
    const broken = read(clientOf([packed.slice(0, 5)], Object.assign(new Error('reset'), { code: 'ECONNRESET' })))
    await expect(broken).rejects.toThrow(/^The network failed .*ECONNRESET/)
  })
})

describe('An error in place of a file', () => {
  it('is no file: it has a limit of its own, and its connection is dropped there', async () => {
    let isCancelled = false
    let pulled = 0
    const transport: Transport = async () => {
      const body = new ReadableStream({
        pull(controller) {
          pulled += 2 ** 14
          controller.enqueue(new Uint8Array(2 ** 14))
        },
        cancel() {
          isCancelled = true
        },
      })
      return new Response(body, { status: 404 })
    }
    const client = createClient({ merchant, platformKeys, transport })
    const error = await client.download('v3/file', { hash }).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'ApiError', status: 404, verified: false, outcome: 'unknown' })
    expect(isCancelled).toBe(true)
    expect(pulled).toBeLessThan(2 ** 18)
  })
})
