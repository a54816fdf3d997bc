import { createNonce, importPrivateKey, type Signer } from '@wechatpay-kit/crypto'
import { createRequestId } from './admission.ts'
import { type Fault, truncate } from './faults.ts'
import { generateKeyPair } from './keys.ts'

/** Who signs answers. */
export interface AnswerSigner {
  readonly id: string
  readonly privateKey: Signer
}

/** What is answered, before it is signed. */
export interface PlainAnswer {
  readonly status: number
  readonly body: string
  readonly contentType: string
  /** The number after the dash of `Request-ID`; 0 is success. */
  readonly reason: number
}

/** How far off a stale or early signature is, in seconds. */
const HOUR = 3600

/** Signs an answer as WeChat Pay does, or as the fault says. */
export async function signAnswer(
  answer: PlainAnswer,
  platform: AnswerSigner,
  now: number,
  fault: Fault | undefined,
): Promise<Response> {
  const shift = fault === 'stale' ? -HOUR : fault === 'early' ? HOUR : 0
  const timestamp = String(Math.floor(now / 1000) + shift)
  const nonce = createNonce()
  const signed = fault === 'wrong-signature' ? `${answer.body} ` : answer.body
  const key = fault === 'unknown-key' ? await createStranger() : platform
  const signature = await key.privateKey.sign(`${timestamp}\n${nonce}\n${signed}\n`)
  const headers = new Headers({ 'Content-Type': answer.contentType, 'Request-ID': createRequestId(answer.reason) })
  if (fault !== 'unsigned') {
    headers.set('Wechatpay-Nonce', nonce)
    headers.set('Wechatpay-Serial', key.id)
    headers.set('Wechatpay-Signature', fault === 'probe' ? `WECHATPAY/SIGNTEST/${signature.slice(19)}` : signature)
    headers.set('Wechatpay-Signature-Type', 'WECHATPAY2-SHA256-RSA2048')
    headers.set('Wechatpay-Timestamp', timestamp)
  }
  return new Response(fault === 'truncate' ? truncate(answer.body) : answer.body, { status: answer.status, headers })
}

async function createStranger(): Promise<AnswerSigner> {
  const { privateKey } = await generateKeyPair()
  return { id: 'PUB_KEY_ID_0000000000000000000000000000000000', privateKey: await importPrivateKey(privateKey) }
}

/** A JSON answer. */
export function toJsonAnswer(status: number, json: object, reason: number): PlainAnswer {
  return { status, body: JSON.stringify(json), contentType: 'application/json; charset=utf-8', reason }
}

/** The page that WeChat Pay's web server gives for a path or method that does not exist. */
export function toHtmlAnswer(status: number, title: string): PlainAnswer {
  const body = `<html>\n<head><title>${status} ${title}</title></head>\n<body><h1>${status} ${title}</h1></body>\n</html>\n`
  return { status, body, contentType: 'text/html', reason: 268435461 }
}
