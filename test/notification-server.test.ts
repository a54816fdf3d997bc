import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createSandbox, type Fault, generateKeyPair } from '@wechatpay-kit/sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { root } from './run.ts'

// Servers as built, in processes of their own, against strangers: bytes are counted and memory is looked at, time is not.

const platform = { id: 'PUB_KEY_ID_0114232134912410000000000000', keys: await generateKeyPair() }
const sandbox = await createSandbox({ platform })
const content = { event_type: 'TRANSACTION.SUCCESS', resource: { out_trade_no: '1' } } as const
const MIB = 2 ** 20

interface Measured {
  /** Bytes that came in, over all connections. */
  readonly received: number
  /** Most bytes of memory so far. */
  readonly memory: number
}

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** Starts a server with a small heap; it dies where that is not enough. */
async function startServer(kind: string, timeout: number) {
  const settings = { kind, id: platform.id, publicKey: platform.keys.publicKey, apiV3Key: sandbox.apiV3Key, timeout }
  const child: ChildProcess = fork(`${root}test/programs/notification-server.mjs`, [JSON.stringify(settings)], {
    execArgv: ['--max-old-space-size=64'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  ends.push(() => child.kill('SIGKILL'))
  const died = once(child, 'exit').then(() => Promise.reject(new Error('The server died.')))
  died.catch(() => {})
  const next = async <Message>(): Promise<Message> => (await Promise.race([once(child, 'message'), died]))[0]
  const { port } = await next<{ port: number }>()
  const measure = (): Promise<Measured> => {
    child.send('measure')
    return next()
  }
  const notify = async () => (await sandbox.notify(`http://127.0.0.1:${port}/`, content)).status
  return { port, measure, notify, before: await measure() }
}

/** Opens a connection and sends the headers of a notification; `text` is all that comes back. */
async function open(port: number, framing: string, fault?: Fault) {
  const { headers } = await sandbox.createNotification('http://127.0.0.1/', { ...content, fault })
  const socket = connect(port, '127.0.0.1')
  ends.push(() => socket.destroy())
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  // The server cuts off whoever sends too much.
  socket.on('error', () => {})
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(text)))
  const lines = [...headers].filter(([name]) => name !== 'content-length').map(([name, value]) => `${name}: ${value}`)
  socket.write(['POST / HTTP/1.1', 'Host: shop.example', ...lines, framing, '', ''].join('\r\n'))
  return { socket, closed }
}

/** Sends a text so often, as fast as it is taken, until the connection is closed. */
async function send(socket: Socket, text: string | Buffer, times: number): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  for (let count = 0; count < times && !socket.destroyed; count++) {
    if (!socket.write(text)) await Promise.race([once(socket, 'drain').catch(() => {}), closed])
  }
}

describe.each(['web', 'node-http'])('%s', (kind) => {
  it('survives bodies of eight connections in chunks of one byte', { timeout: 120_000 }, async () => {
    const { port, measure, notify, before } = await startServer(kind, 60_000)
    const piece = '1\r\nx\r\n'.repeat(4096)
    const times = Math.floor(MIB / piece.length)
    const connections = await Promise.all(Array.from({ length: 8 }, () => open(port, 'Transfer-Encoding: chunked')))
    // None ends: every body is held until its time is used up.
    await Promise.all(connections.map(({ socket }) => send(socket, piece, times)))
    let measured = await measure()
    while (measured.received < 8 * times * piece.length) measured = await measure()
    expect(measured.memory - before.memory).toBeLessThan(64 * MIB)
    expect(await notify()).toBe(204)
  })
})

describe('node-http', () => {
  it.each<[string, string, Fault | undefined, number]>([
    ['of a length that it states', `Content-Length: ${300 * MIB}`, undefined, 413],
    ['of a length that it does not state', 'Transfer-Encoding: chunked', undefined, 413],
    ['that is not signed', 'Transfer-Encoding: chunked', 'unsigned', 401],
  ])('does not take in a body of 300 MiB %s', { timeout: 60_000 }, async (_, framing, fault, status) => {
    const { port, measure, notify, before } = await startServer('node-http', 20_000)
    const { socket, closed } = await open(port, framing, fault)
    const piece = Buffer.alloc(MIB / 4, 'x')
    const chunk = framing.startsWith('Content') ? piece : Buffer.from(`40000\r\n${piece}\r\n`)
    await send(socket, chunk, 1200)
    expect(await closed).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    const { received, memory } = await measure()
    expect(received).toBeLessThan(16 * MIB)
    expect(memory - before.memory).toBeLessThan(64 * MIB)
    expect(await notify()).toBe(204)
  })

  it('does not wait for the rest of a body that does not come', async () => {
    const { port, notify } = await startServer('node-http', 1000)
    for (const framing of ['Content-Length: 2000', 'Transfer-Encoding: chunked']) {
      const { socket, closed } = await open(port, framing)
      socket.write('4\r\n{"a"\r\n')
      expect(await closed).toMatch(/^HTTP\/1.1 500 /)
    }
    expect(await notify()).toBe(204)
  })

  it('refuses an unsigned notification whose body is late, and the sender sees it', async () => {
    const { port } = await startServer('node-http', 20_000)
    const { socket, closed } = await open(port, 'Content-Length: 4', 'unsigned')
    await once(socket, 'data')
    socket.write('late')
    expect(await closed).toMatch(/^HTTP\/1.1 401 /)
  })

  it('survives whatever is no notification', async () => {
    const { port, notify } = await startServer('node-http', 20_000)
    for (const method of ['GET', 'TRACE', 'PUT']) {
      const socket = connect(port, '127.0.0.1')
      socket.write(`${method} //// HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n`)
      const [chunk] = await once(socket, 'data')
      expect(String(chunk)).toMatch(/^HTTP\/1.1 405 /)
    }
    const { socket } = await open(port, 'Content-Length: 2000')
    socket.end('{')
    socket.destroy()
    expect(await notify()).toBe(204)
  })
})
