import { type Bytes, toUtf8 } from './bytes.ts'
import type { Finding } from './finding.ts'
import type { Known } from './known.ts'
import type { Text } from './language.ts'
import { isPss, type OpenedSignature, sha256 } from './opened.ts'
import type { Wording } from './wording.ts'

/** The remedy of a signature of the wrong kind. */
export const SIGN_SO: Text = {
  en: 'Sign with SHA256withRSA (PKCS#1 v1.5), and send the signature as base64 on one line.',
  zh: '使用 SHA256withRSA（PKCS#1 v1.5）签名，并以单行 base64 发送。',
}

/** A signature that belongs to no message that was tried. */
export interface UnknownSignature {
  readonly opened: OpenedSignature
  /** The message that should have been signed. */
  readonly message: Bytes
  readonly signature: Bytes
  readonly known: Known
  readonly wording: Wording
}

/** Tells of a signature that is that of no known mistake, whether its key or its message is another. */
export async function describeUnknown({
  opened: { isOfKey, fault, isOf },
  ...given
}: UnknownSignature): Promise<Finding> {
  const { message, signature, known, wording } = given
  if (fault) return problem(fault, SIGN_SO)
  if (isOfKey === undefined) return problem(EITHER, wording.signAndCompare)
  if (isOfKey) {
    const digest = await sha256(message)
    const bytes = Uint8Array.from(digest.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
    for (const hashed of [bytes, toUtf8(digest), toUtf8(digest.toUpperCase()), toUtf8(btoa(toBinary(bytes)))])
      if (await isOf(hashed)) return problem(TWICE, SIGN_SO)
    return problem(OTHER_MESSAGE, wording.signAndCompare)
  }
  if (known.publicKey && (await isPss(message, signature, known.publicKey))) return problem(PSS, SIGN_SO)
  return problem(OTHER_KEY, OTHER_KEY_REMEDY)
}

function toBinary(bytes: Bytes): string {
  return String.fromCharCode(...bytes)
}

function problem(text: Text, remedy: Text): Finding {
  return { check: 'signature', status: 'problem', text, remedy }
}

const EITHER: Text = {
  en: 'The signature is that of no known mistake with this request: it was made with another private key, or of another message.',
  zh: '签名不对应本请求的任何常见错误：它由另一把私钥生成，或签的是另一个待签名串。',
}
const OTHER_MESSAGE: Text = {
  en: 'The signature was made with this key, but of another message than this request has, and by no known mistake.',
  zh: '签名确实由该私钥生成，但签的是另一个待签名串，且不是任何常见错误。',
}
const OTHER_KEY: Text = {
  en: 'The signature was made with another private key than the one given here, or was changed on its way.',
  zh: '签名由另一把私钥生成，不是这里给出的私钥；或签名在途中被改动过。',
}
const OTHER_KEY_REMEDY: Text = {
  en: 'Give the key that your program loads, or have it load this one.',
  zh: '请给出程序实际加载的私钥，或让程序加载这一把。',
}
const TWICE: Text = {
  en: 'The signature was made with this key, but the message was hashed before: SHA256withRSA hashes it by itself.',
  zh: '签名由该私钥生成，但待签名串先做了一次摘要：SHA256withRSA 自己会做摘要。',
}
const PSS: Text = {
  en: 'The signature was made with this key and message, but with RSASSA-PSS padding.',
  zh: '私钥与待签名串都对，但使用了 RSASSA-PSS 填充。',
}
