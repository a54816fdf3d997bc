import { readInput, type Text, toText } from '../diagnosis.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { explainSignature, type SignatureReport } from '../signature/explain.ts'
import { secrets as texts } from '../texts/secrets.ts'
import { decryptText } from './decrypt.ts'
import type { Outcome } from './outcome.ts'

/** A notification or a response, and the keys that it is verified and decrypted with. */
export interface VerifyInput {
  readonly message: Uint8Array
  readonly ring: KeyRing
  /** Id of WeChat Pay's key, where it is given. */
  readonly keyId: string
  readonly apiV3Key: string
}

/** A message that was verified and decrypted. */
export interface Verified extends Outcome {
  readonly report: SignatureReport
}

/** Verifies a notification or a response; the resource is decrypted only where the signature is WeChat Pay's. */
export async function verifyAndDecrypt({ message, ring, keyId, apiV3Key }: VerifyInput): Promise<Verified> {
  const report = await explainSignature({ message, error: '', ring, mchid: '', keyId })
  const isVerified = report.findings.some(({ check, status }) => check === 'signature' && status === 'passed')
  const input = await readInput(message, async () => new Uint8Array())
  if (!isVerified || input.kind !== 'signed') return { report, findings: report.findings, outputs: [] }
  const body = toText(input.message.body)
  const plain = { title: BODY, text: body }
  const hasResource = /"ciphertext"/.test(body)
  const decrypted = await decryptText(body, ring, apiV3Key)
  // A body in which nothing is encrypted is shown as it is.
  if (!hasResource && decrypted.outputs.length === 0) return { report, findings: report.findings, outputs: [plain] }
  return { report, findings: [...report.findings, ...decrypted.findings], outputs: decrypted.outputs }
}

const BODY: Text = texts.result
