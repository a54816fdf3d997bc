import { handleNotifications, type NotificationHandler } from '@wechatpay-kit/client'
import { toNodeHandler } from '@wechatpay-kit/client/node'
import type { CommandContext } from './command.ts'
import { readConfig, readVariables } from './config.ts'
import { describeError } from './errors.ts'
import { listen } from './listen.ts'
import { readCount } from './numbers.ts'
import { waitForEnd } from './signal.ts'

/** Port of the receiver, where nobody names another. */
const PORT = 19_001

/** Options of the command `receive`. */
export interface ReceiveOptions {
  readonly port?: string
  readonly host?: string
  readonly path?: string
}

/** Receives notifications until it is told to stop: verifies, decrypts, prints and acknowledges each. */
export async function receive(
  { port, host = '127.0.0.1', path }: ReceiveOptions,
  context: CommandContext,
): Promise<void> {
  const { print, say, note, isJson, colors } = context
  const number = readCount(port, '--port', 65_535) ?? PORT
  const { platformKeys: keys, apiV3Key } = await readConfig(await readVariables(context), ['platformKeys', 'apiV3Key'])
  const show: NotificationHandler = async (notification) => {
    const { id, event_type, original_type, create_time, summary, resource } = notification
    const json = { event: 'notification', id, event_type, original_type, create_time, summary, resource }
    print(json, () => `${colors.green(event_type)} ${id}\n${JSON.stringify(resource, null, 2)}`)
  }
  const refuse = (error: unknown) => {
    const described = describeError(error)
    const title = say({ en: 'refused', zh: '拒绝' })
    print({ event: 'refused', ...described }, () => `${colors.red(title)} ${described.code}: ${described.message}`)
  }
  const handler = toNodeHandler(handleNotifications({ keys, apiV3Key, onError: refuse }, show))
  const server = await listen(handler, { port: number, host, path })
  try {
    const url = `${server.url}${path ?? '/'}`
    const text = {
      en: `Notifications to ${url} are verified, decrypted and printed. Ctrl-C stops it.`,
      zh: `发送到 ${url} 的通知会被验签、解密并显示，按 Ctrl-C 停止。`,
    }
    if (isJson) print({ event: 'listening', url }, () => '')
    else note(say(text))
    await waitForEnd(context.signal)
  } finally {
    await server.close()
  }
}
