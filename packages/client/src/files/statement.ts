import { verify } from '../call/attempt/attempt.ts'
import type { Settings } from '../call/settings.ts'
import { SignatureError } from '../errors/signature.ts'

/** The hash of a statement, or why it cannot be trusted. */
interface SignedHash {
  readonly signedHash: string | undefined
  readonly signatureError: SignatureError | undefined
}

/**
 * Verifies the hash that the headers of a statement hold: a JSON text with it is signed in place of the body, so that it
 * can be trusted before the first byte of the file has come.
 */
export async function verifyStatement(
  status: number,
  headers: Readonly<Record<string, string>>,
  settings: Settings,
): Promise<SignedHash> {
  const signedHash = headers['wechatpay-statement-sha1']
  if (!signedHash || !/^[0-9a-f]{40}$/i.test(signedHash)) {
    const message = 'The statement came without the hash that vouches for it: something on the way removes headers.'
    return { signedHash: undefined, signatureError: new SignatureError('SIGNATURE_HEADER_MISSING', message) }
  }
  const body = new TextEncoder().encode(`{"sha1":"${signedHash}"}`)
  return { signedHash, signatureError: await verify({ status, headers, body }, settings) }
}
