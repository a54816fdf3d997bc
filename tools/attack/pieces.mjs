// Notifications whose bodies come in pieces, or never.
import { handleNotifications } from '@wechatpay-kit/endpoints'
import { GROUP, makeNotification, optionsOf, toRequest } from './notifications.mjs'

/** @typedef {import('./context.mjs').Context} Context */

/** Bodies in single bytes, too large, broken off, or silent. @param {Context} context */
export async function attackByPieces({ scene, tally, scale }) {
  const handle = handleNotifications({ ...optionsOf(scene), timeout: 300, maxBytes: 300_000 }, () => {})
  const plain = await makeNotification(scene)
  for (let round = 0; round < 4 * scale; round++) {
    for (const kind of ['single bytes', 'broken off', 'silent']) {
      let sent = 0
      let isCancelled = false
      const body = new ReadableStream({
        async pull(controller) {
          // As on a socket: pieces come with events, between which timers fire.
          if (sent % 1_000 === 0) await new Promise((resolve) => setTimeout(resolve))
          if (kind === 'silent' && sent > 10) return new Promise(() => {})
          if (kind === 'broken off' && sent > 10) return controller.error(new Error('broken off'))
          controller.enqueue(Uint8Array.of(0x20))
          sent++
        },
        cancel() {
          isCancelled = true
        },
      })
      const start = performance.now()
      const { status } = await handle(toRequest(plain, body))
      const time = performance.now() - start
      const example = `${kind}: ${status} after ${Math.round(time)} ms and ${sent} bytes`
      tally.count(
        GROUP,
        'a body in pieces ends with its time or its size',
        status >= 400 && sent <= 300_100 && time < 3_000,
        example,
      )
      if (kind !== 'broken off') tally.count(GROUP, 'a body that nobody will read is cancelled', isCancelled, example)
    }
  }
}
