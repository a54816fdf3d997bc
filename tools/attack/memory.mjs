// What notifications in single bytes do to the memory of the process.
import { handleNotifications } from '@wechatpay-kit/endpoints'
import { GROUP, makeNotification, optionsOf, toRequest } from './notifications.mjs'

/** @typedef {import('./context.mjs').Context} Context */

/** Most bytes by which the process may grow while four bodies of 1 MiB come in single bytes, garbage included. */
const GROWTH = 200 * 2 ** 20

/** Bodies of single bytes, several at once. @param {Context} context */
export async function attackMemory({ scene, tally, scale }) {
  if (scale < 0.5) return
  const handle = handleNotifications(optionsOf(scene), () => {})
  const plain = await makeNotification(scene)
  const before = process.memoryUsage().rss
  let peak = before
  const send = () => {
    let sent = 0
    const body = new ReadableStream({
      async pull(controller) {
        if (sent % 10_000 === 0) {
          await new Promise((resolve) => setTimeout(resolve))
          peak = Math.max(peak, process.memoryUsage().rss)
        }
        if (sent++ > 2 ** 20) return controller.close()
        controller.enqueue(Uint8Array.of(0x20))
      },
    })
    return handle(toRequest(plain, body))
  }
  await Promise.all([send(), send(), send(), send()])
  const grown = peak - before
  tally.count(
    GROUP,
    'memory stays bounded while bodies come in single bytes',
    grown < GROWTH,
    `${Math.round(grown / 2 ** 20)} MiB more`,
  )
}
