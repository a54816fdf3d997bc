import { isSameSerialNumber, SignatureError, verifySignedMessage } from '@wechatpay-kit/crypto'
import type { CommandContext } from '../command.ts'
import { readVariables } from '../config.ts'
import { readHeaderLines } from '../diagnosis/headers.ts'
import type { PlatformKey } from '../diagnosis/known.ts'
import { UsageError } from '../errors.ts'
import { readNamedFile } from '../input.ts'
import { importPlatformKey } from '../keys.ts'

/** Options of the command `verify`. */
export interface VerifyOptions {
  readonly signature?: string
  readonly timestamp?: string
  readonly nonce?: string
  readonly header?: readonly string[]
  readonly headersFile?: string
}

/** Verifies a signature over standard input; throws where it is not WeChat Pay's. */
export async function verifyInput(options: VerifyOptions, context: CommandContext): Promise<void> {
  const { header = [], headersFile } = options
  const file = headersFile === undefined ? '' : (await readNamedFile(headersFile, '--headers-file')).toString('utf8')
  const headers = readHeaderLines([...file.split('\n'), ...header].join('\n'))
  const given = { ...headers, ...readFields(options) }
  if (!('wechatpay-signature' in given))
    throw new UsageError('There is no signature to verify. Give --signature, --header or --headers-file.')
  const platformKey = await importPlatformKey(await readVariables(context))
  const body = await context.readInput()
  const isMessage = Object.keys(given).length === 1
  if (isMessage) await verifyMessage(body, given['wechatpay-signature'], platformKey)
  else await verifySigned(body, given, platformKey)
  const timestamp = given['wechatpay-timestamp']
  const age = timestamp === undefined ? undefined : Math.round(Date.now() / 1000 - Number(timestamp))
  const keyId = given['wechatpay-serial'] ?? platformKey.id
  context.print({ verified: true, keyId, timestamp: Number(timestamp) || undefined, ageSeconds: age }, () => {
    const when = age === undefined ? '' : describeAge(age, context)
    return context.colors.green(context.say({ en: 'verified', zh: '验签通过' })) + when
  })
}

function readFields({ signature, timestamp, nonce }: VerifyOptions): Record<string, string> {
  return {
    ...(signature === undefined ? {} : { 'wechatpay-signature': signature }),
    ...(timestamp === undefined ? {} : { 'wechatpay-timestamp': timestamp }),
    ...(nonce === undefined ? {} : { 'wechatpay-nonce': nonce }),
  }
}

async function verifySigned(body: Buffer, headers: Record<string, string>, { id, key }: PlatformKey): Promise<void> {
  const now = Number(headers['wechatpay-timestamp']) * 1000
  const keys = (asked: string) => (id === undefined || isSameSerialNumber(asked, id) ? key : undefined)
  const complete = { 'wechatpay-serial': id ?? 'unknown', ...headers }
  await verifySignedMessage({ headers: complete, body }, { now, keys })
}

async function verifyMessage(message: Buffer, signature: string | undefined, { key }: PlatformKey): Promise<void> {
  if (await key.verify(message, signature ?? '')) return
  throw new SignatureError(
    'SIGNATURE_MISMATCH',
    'The signature does not belong to this message and key. Give --timestamp and --nonce too if standard input is a body; otherwise compare the key with the merchant platform.',
  )
}

function describeAge(age: number, { language }: CommandContext): string {
  const seconds = Math.abs(age)
  if (language === 'zh') return `，签名时间比本机时钟${age < 0 ? '晚' : '早'} ${seconds} 秒`
  return `, signed ${seconds} ${seconds === 1 ? 'second' : 'seconds'} ${age < 0 ? 'after' : 'before'} this clock`
}
