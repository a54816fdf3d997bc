// A pasted message as the tool explains it.
import { expect } from 'vitest'
import type { KeyRing } from '../keys/key-ring.ts'
import { explainSignature } from '../signature/explain.ts'
import { pem, requestOf, ringOf } from './given.ts'

/** The keys of a merchant. */
export const merchant: KeyRing = await ringOf(pem('merchant.private'))

/** Problems of a message, as `check: text`, and whether its signature passes. */
export async function explain(message: string | Uint8Array, ring: KeyRing = merchant, more: object = {}) {
  const bytes = typeof message === 'string' ? new TextEncoder().encode(message) : message
  const { findings } = await explainSignature({ message: bytes, error: '', mchid: '', keyId: '', ...more, ring })
  for (const { text } of findings) expect(text.zh).toMatch(/[一-鿿]/)
  const problems = findings
    .filter(({ status }) => status === 'problem')
    .map(({ check, text }) => `${check}: ${text.en}`)
  return { problems, passes: findings.some(({ check, status }) => check === 'signature' && status === 'passed') }
}

/** A request whose signature was changed. */
export const withSignature = (change: (signature: string) => string) =>
  requestOf().replace(/signature="([^"]+)"/, (_, signature: string) => `signature="${change(signature)}"`)
