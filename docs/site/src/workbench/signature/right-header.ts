import { createNonce, InputError, signRequest } from '@wechatpay-kit/crypto'
import { type Explanation, encodeTarget, type HttpMessage, type Known } from '../diagnosis.ts'

/** The header that a request should have. */
export interface RightHeader {
  /** `Authorization: …` */
  readonly line: string
  /** `true` where timestamp and nonce are new, because those of the request cannot be used. */
  readonly isFresh: boolean
}

/** Seconds for which WeChat Pay takes a signature. */
const TOLERANCE = 300

/** Signs a request again, as it should have been; `undefined` where a key or a number is missing, or it cannot be signed. */
export async function signAgain(
  { method = '', target = '', body }: HttpMessage,
  { authorization }: Explanation,
  { signer, mchid = authorization?.mchid, serialNumber = authorization?.serialNumber }: Known,
): Promise<RightHeader | undefined> {
  if (!signer || !mchid || !serialNumber) return undefined
  const now = Math.floor(Date.now() / 1000)
  const given = Number(authorization?.timestamp)
  const isFresh = !(given <= now + TOLERANCE && given > 1e9) || !/^[\w-]{1,32}$/.test(authorization?.nonce ?? '')
  const timestamp = isFresh ? now : given
  const nonce = isFresh ? createNonce() : (authorization?.nonce ?? '')
  const identity = target.startsWith('/brand/') ? { brandId: mchid } : { mchid }
  try {
    const request = { method: method.toUpperCase(), target: encodeTarget(target), body, timestamp, nonce }
    return { line: `Authorization: ${await signRequest(request, { ...identity, serialNumber, signer })}`, isFresh }
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}
