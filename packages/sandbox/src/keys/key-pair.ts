/** An RSA key pair as PEM texts. */
export interface KeyPair {
  /** PKCS#8. */
  readonly privateKey: string
  /** SPKI. */
  readonly publicKey: string
}

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/**
 * Makes a fresh RSA-2048 key pair, for sandboxes and tests.
 *
 * @returns both keys as PEM, ready for `importPrivateKey` and `importPublicKey`.
 * @example
 * ```ts
 * import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
 *
 * const keys = await generateKeyPair()
 * const sandbox = await createSandbox({ merchant: { mchid: '1900007291', serialNumber: '5157F09EFDC096DE15EBE81A47057A72', keys } })
 * ```
 */
export async function generateKeyPair(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey(
    { ...ALGORITHM, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  )
  return {
    privateKey: toPem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    publicKey: toPem('PUBLIC KEY', await crypto.subtle.exportKey('spki', pair.publicKey)),
  }
}

function toPem(label: string, der: ArrayBuffer): string {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(der)))
  return `-----BEGIN ${label}-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`
}
