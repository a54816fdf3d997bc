import { createNonce, signRequest } from '@wechatpay-kit/crypto'
import type { CommandContext } from '../command.ts'
import { readConfig, readVariables } from '../config.ts'
import { UsageError } from '../errors.ts'
import { noteLineFeed } from '../input.ts'
import { importMerchantKey } from '../keys.ts'

/** Options of the command `sign`. */
export interface SignOptions {
  readonly method?: string
  readonly target?: string
  readonly timestamp?: string
  readonly nonce?: string
}

/** Signs standard input as the message, or as the body of a request. */
export async function signInput(options: SignOptions, context: CommandContext): Promise<void> {
  const { method, target, timestamp = Math.floor(Date.now() / 1000), nonce = createNonce() } = options
  const isRequest = method !== undefined || target !== undefined
  if (isRequest && (method === undefined || target === undefined))
    throw new UsageError('Found one of --method and --target, and a request has both. Give the other one too.')
  if (!isRequest && (options.timestamp !== undefined || options.nonce !== undefined))
    throw new UsageError('--timestamp and --nonce belong to a request. Give --method and --target too.')
  const variables = await readVariables(context)
  if (method === undefined || target === undefined) {
    const signer = await importMerchantKey(variables)
    const signature = await signer.sign(await readBody(context))
    context.print({ signature }, () => signature)
    return
  }
  const { merchant } = await readConfig(variables, ['merchant'])
  const { mchid, serialNumber, privateKey: signer } = merchant
  const request = { method, target, body: await readBody(context), timestamp: Number(timestamp), nonce }
  const authorization = await signRequest(request, { mchid, serialNumber, signer })
  context.print({ authorization }, () => authorization)
}

async function readBody(context: CommandContext): Promise<Buffer> {
  const body = await context.readInput()
  noteLineFeed(body, context, { en: 'signed', zh: '签名' })
  return body
}
