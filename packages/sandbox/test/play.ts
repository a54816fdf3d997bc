import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createClient,
  type NotificationRequest,
  type NotificationWith,
  type Operation,
  readNotification,
} from '@wechatpay-kit/endpoints'
import { createSandbox, type SandboxOptions } from '@wechatpay-kit/sandbox'

/** A sandbox with a clock that is moved by hand, a client of it, and an address that receives notifications. */
export async function play<const Operations extends readonly Operation[]>(
  operations: Operations,
  options: SandboxOptions = {},
) {
  let time = Date.parse('2026-11-26T10:00:00+08:00')
  const now = () => time
  const sandbox = await createSandbox({ now, ...options })
  const { merchant, platformKeys, transport, apiV3Key } = sandbox
  const wxpay = createClient({ merchant, platformKeys, transport, operations, now })
  return {
    sandbox,
    merchant,
    wxpay,
    now,
    /** Moves the clock, in milliseconds. */
    pass(milliseconds: number) {
      time += milliseconds
    },
    /** Gives a command, such as the payer's; resolves to its status and JSON. */
    async command(name: string, json: object) {
      const body = JSON.stringify(json)
      const headers = { 'Content-Type': 'application/json' }
      const request = new Request(`http://localhost/sandbox/${name}`, { method: 'POST', headers, body })
      const response = await sandbox.fetch(request)
      return { status: response.status, json: (await response.json()) as Record<string, unknown> }
    },
    receive: () => receive((request) => readNotification(request, { keys: platformKeys, apiV3Key, now })),
  }
}

/** Listens for notifications; `next` waits for one. */
async function receive(read: (request: NotificationRequest) => Promise<NotificationWith<unknown>>) {
  const received: NotificationWith<unknown>[] = []
  const waiting: ((notification: NotificationWith<unknown>) => void)[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const notification = await read({ headers: request.headers, body: new Uint8Array(Buffer.concat(chunks)) })
    response.writeHead(204).end()
    const waiter = waiting.shift()
    if (waiter) waiter(notification)
    else received.push(notification)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notifications`,
    next: () =>
      new Promise<NotificationWith<unknown>>((resolve) => {
        const notification = received.shift()
        if (notification) resolve(notification)
        else waiting.push(resolve)
      }),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** The refusal of a call: status, code, and field where WeChat Pay names one; its message stands in that of the error. */
export const refusalOf = (call: PromiseLike<unknown>) =>
  call.then(
    () => undefined,
    ({ status, apiCode, message, detail }) => ({ status, code: apiCode, message, field: detail?.field }),
  )
