import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { run } from '../../../test/run.ts'
import { codeOf, errorOf, get, serve, serveSockets } from './servers.ts'

const create = (options?: UndiciTransportOptions) => {
  const transport = createUndiciTransport(options)
  onTestFinished(() => transport.close())
  return transport
}
const read = (response: Response) => response.text()

describe('connections', () => {
  it('are used again', async () => {
    const { host, sockets } = await serve((_, response) => response.end('{}'))
    const transport = create()
    for (let call = 0; call < 20; call++) await read(await transport(`http://${host}/`, get))
    // A connection rests for a turn of the event loop between two uses, so two take turns.
    expect(sockets.length).toBeLessThanOrEqual(2)
  })

  it('are as many as allowed, and the rest waits', async () => {
    let [open, most] = [0, 0]
    const { host, sockets } = await serve((_, response) => {
      most = Math.max(most, ++open)
      setTimeout(() => {
        open--
        response.end('{}')
      }, 20)
    })
    const transport = create({ connections: 3 })
    const texts = await Promise.all(Array.from({ length: 20 }, () => transport(`http://${host}/`, get).then(read)))
    expect([texts.length, most, sockets.length]).toEqual([20, 3, 3])
  })

  it('are given up after keepAliveTimeout, before the server does', async () => {
    const { host, sockets } = await serve((_, response) => response.end('{}'), { keepAliveTimeout: 60_000 })
    const transport = create({ keepAliveTimeout: 100 })
    await read(await transport(`http://${host}/`, get))
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true), { timeout: 5_000 })
    await read(await transport(`http://${host}/`, get))
    expect(sockets).toHaveLength(2)
  })

  it('are kept no longer for a hint of the server’s, but shorter', async () => {
    const serveHint = (seconds: number) =>
      serveSockets((socket) => {
        const hint = `Connection: keep-alive\r\nKeep-Alive: timeout=${seconds}\r\n`
        socket.on('data', () => socket.write(`HTTP/1.1 200 OK\r\n${hint}Content-Length: 2\r\n\r\n{}`))
      })
    const [long, short] = [await serveHint(600), await serveHint(1)]
    const transport = create({ keepAliveTimeout: 100 })
    await read(await transport(`http://${long.host}/`, get))
    await vi.waitFor(() => expect(long.sockets[0]?.destroyed).toBe(true), { timeout: 5_000 })
    const patient = create({ keepAliveTimeout: 600_000 })
    await read(await patient(`http://${short.host}/`, get))
    await vi.waitFor(() => expect(short.sockets[0]?.destroyed).toBe(true), { timeout: 5_000 })
  })

  it('that cannot be made in connectTimeout are a network failure', async () => {
    // A TLS handshake to which nobody responds.
    const { host } = await serveSockets(() => {})
    const error = await errorOf(create({ connectTimeout: 100 })(`https://${host}/`, get))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED', cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } })
  })
})

describe('close', () => {
  it('waits for the attempts under way and their bodies, refuses new ones, then closes the connections', async () => {
    const { host, sockets } = await serve(({ url }, response) => {
      if (url === '/idle') return void response.end('{}')
      response.write(new Uint8Array(100_000))
      setTimeout(() => response.end('end'), 100)
    })
    const transport = create()
    await read(await transport(`http://${host}/idle`, get))
    const response = await transport(`http://${host}/large`, get)
    const waiting = transport(`http://${host}/large`, get).then(read)
    let isClosed = false
    const closed = transport.close().then(() => {
      isClosed = true
    })
    const error = await errorOf(transport(`http://${host}/idle`, get))
    expect(error).toMatchObject({ name: 'FetchError', code: 'NOT_SENT', message: /closed/ })
    expect(isClosed).toBe(false)
    expect((await read(response)).endsWith('end')).toBe(true)
    expect((await waiting).endsWith('end')).toBe(true)
    await closed
    await vi.waitFor(() => expect(sockets.every(({ destroyed }) => destroyed)).toBe(true))
    expect(await codeOf(transport(`http://${host}/idle`, get))).toBe('NOT_SENT')
  })

  it('waits no longer than the deadline', async () => {
    const { host } = await serve(() => {})
    const transport = create({ timeout: 100 })
    const [code] = await Promise.all([codeOf(transport(`http://${host}/`, get)), transport.close()])
    expect(code).toBe('TIMED_OUT')
  })

  it('may be called again, and before any attempt', async () => {
    const transport = create()
    await transport.close()
    await Promise.all([transport.close(), transport.close(), transport[Symbol.asyncDispose]()])
  })

  it('may be forgotten: idle connections do not keep a process alive', async () => {
    const { host } = await serve((_, response) => response.end('{}'), { keepAliveTimeout: 600_000 })
    // On the package as built, in a process of its own.
    const script = `import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
const transport = createUndiciTransport({ keepAliveTimeout: 600_000 })
console.log(await (await transport('http://${host}/', ${JSON.stringify(get)})).text())`
    const output = await run(process.execPath, ['--input-type=module', '--eval', script])
    expect(output).toEqual({ code: 0, stdout: '{}\n', stderr: '' })
  })
})
