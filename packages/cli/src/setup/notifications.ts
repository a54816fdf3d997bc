import { createClient, type Environment, echo, handleNotifications } from '@wechatpay-kit/client'
import { toNodeHandler } from '@wechatpay-kit/client/node'
import type { CommandContext } from '../command.ts'
import { listen } from '../listen.ts'
import type { Finding } from './finding.ts'

/** Milliseconds in which the notification of a sandbox has to arrive. */
const PATIENCE = 5000

const finding = (status: Finding['status'], message: string): Finding => ({ check: 'notifications', status, message })

/**
 * Checks notifications: the echo has one sent. One of a sandbox on this machine is received here, verified and decrypted;
 * WeChat Pay reaches an address of the merchant's alone, so that its owner has to look.
 */
export async function checkNotifications(
  environment: Environment,
  { notify, isReached }: { readonly notify: string | undefined; readonly isReached: boolean },
  context: CommandContext,
): Promise<Finding> {
  if (!isReached) return finding('skipped', 'The echo comes first.')
  const [base] = environment.baseUrls ?? []
  if (notify !== undefined) return sendTo(notify, environment, context)
  if (base === undefined || !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(base).hostname))
    return finding('skipped', 'WeChat Pay reaches public addresses alone; give yours with --notify https://….')
  if (environment.apiV3Key === undefined)
    return finding('skipped', 'WECHATPAY_APIV3_KEY is not set, and notifications are decrypted with it.')
  return receiveHere(environment, environment.apiV3Key, context)
}

/** Has a notification sent to the merchant's receiver. */
async function sendTo(notify: string, environment: Environment, context: CommandContext): Promise<Finding> {
  const error = await sendEcho(notify, environment, context).catch((error: Error) => error)
  if (error) return finding('failed', `No notification was sent to it: ${error.message}`)
  return finding(
    'passed',
    `A notification SECURITY_ECHO.SUCCESS is on its way to ${notify}; see there that it arrives.`,
  )
}

/** Receives a notification on a free port. */
async function receiveHere(environment: Environment, apiV3Key: string, context: CommandContext): Promise<Finding> {
  const { promise, resolve } = withResolvers<Finding>()
  const message = crypto.randomUUID()
  const handle = handleNotifications(
    {
      keys: environment.platformKeys,
      apiV3Key,
      onError: (error) => resolve(finding('failed', nameVariable((error as Error).message))),
    },
    async ({ resource }) => {
      const isSame = Object(resource).echo_message === message
      if (isSame) resolve(finding('passed', 'A notification arrived, was verified and decrypted.'))
      else resolve(finding('failed', 'Another notification arrived than was asked for; check again.'))
    },
  )
  const server = await listen(toNodeHandler(handle), { port: 0, host: '127.0.0.1' })
  const late = finding(
    'failed',
    `No notification arrived within ${PATIENCE / 1000} s; see what the sandbox says of it.`,
  )
  const timer = setTimeout(() => resolve(late), PATIENCE)
  try {
    await sendEcho(server.url, environment, context, message)
    return await promise
  } catch (error) {
    return finding('failed', (error as Error).message)
  } finally {
    clearTimeout(timer)
    await server.close()
  }
}

/** Names the variable of the APIv3 key, which is what can be wrong where keys and echo are right. */
function nameVariable(message: string): string {
  const named = message.replace(/\bapiV3Key\b/g, 'WECHATPAY_APIV3_KEY')
  return named === message ? `${message} Compare WECHATPAY_APIV3_KEY with the account’s.` : named
}

/** Calls the echo, which has a notification sent. */
async function sendEcho(
  notify_url: string,
  environment: Environment,
  { signal }: CommandContext,
  echo_message: string = crypto.randomUUID(),
): Promise<undefined> {
  const wxpay = createClient({ ...environment, operations: [echo] })
  await wxpay.v3.security.echo.post({ json: { notify_url, echo_message }, signal })
}

function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}
