import type { CommandContext } from '../command.ts'
import { readVariables } from '../config.ts'
import { CommandError, UsageError } from '../errors.ts'
import { type ControlResult, postControl } from './control.ts'

/** Port of a sandbox, where nobody names another. */
export const SANDBOX_PORT = 19_000

/** Finds the address of the running sandbox: of `WECHATPAY_BASE_URL`, or the usual one. */
async function findSandbox(context: CommandContext): Promise<URL> {
  const { WECHATPAY_BASE_URL: given } = await readVariables(context)
  const text = given || `http://127.0.0.1:${SANDBOX_PORT}`
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UsageError(`WECHATPAY_BASE_URL is not an address. Give one such as http://127.0.0.1:${SANDBOX_PORT}.`)
  const url = new URL(text)
  if (/(^|\.)mch\.weixin\.qq\.com$/.test(url.hostname))
    throw new CommandError(
      'NOT_A_SANDBOX',
      `${url.origin} is WeChat Pay itself, where nobody can play the payer. Start a sandbox (wechatpay-kit sandbox) and name it with --base-url.`,
    )
  return url
}

/**
 * Has the running sandbox execute a command of `/sandbox`.
 *
 * @throws CommandError `NOT_A_SANDBOX`, `SANDBOX_UNREACHABLE`, or with the code of the sandbox where that refuses.
 */
export async function callSandbox(context: CommandContext, command: string, json: object): Promise<ControlResult> {
  const sandbox = await findSandbox(context)
  return postControl(sandbox, command, json, context.signal)
}

/** The number of the merchant that is meant, where an option or a variable says it. */
export async function findMerchant(context: CommandContext): Promise<{ readonly mchid?: string }> {
  const { WECHATPAY_MCHID: mchid } = await readVariables(context)
  return mchid ? { mchid } : {}
}
