// A notification: verified and decrypted, or refused.
import { handleNotifications, readNotification } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { equal, fails } from './check.mjs'

const content = /** @type {const} */ ({ event_type: 'TRANSACTION.SUCCESS', resource: { out_trade_no: '1' } })

/** @returns {import('./run.mjs').Case[]} */
export function notificationCases() {
  const create = async (/** @type {import('@wechatpay-kit/sandbox').Fault} */ fault) => {
    const sandbox = await createSandbox()
    const request = await sandbox.createNotification('https://shop.example/', { ...content, fault })
    return { request, options: { keys: sandbox.platformKeys, apiV3Key: sandbox.apiV3Key } }
  }
  return [
    [
      'notification, verified and decrypted',
      async () => {
        const { request, options } = await create(/** @type {never} */ (undefined))
        equal((await readNotification(request, options)).resource, content.resource)
      },
    ],
    [
      'notification, its signature wrong',
      async () => {
        const { request, options } = await create('wrong-signature')
        await fails(() => readNotification(request, options), 'SIGNATURE_MISMATCH')
      },
    ],
    [
      'notification, acknowledged by a route',
      async () => {
        const { request, options } = await create(/** @type {never} */ (undefined))
        equal((await handleNotifications(options, () => {})(request)).status, 204)
      },
    ],
    [
      'notification, handled by its event',
      async () => {
        const { request, options } = await create(/** @type {never} */ (undefined))
        /** @type {unknown[]} */
        const seen = []
        const handlers = {
          'TRANSACTION.SUCCESS': (/** @type {{ resource: unknown }} */ one) => seen.push(one.resource),
        }
        equal((await handleNotifications(options, handlers)(request)).status, 204)
        equal(seen, [content.resource])
      },
    ],
  ]
}
