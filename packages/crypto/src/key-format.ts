import { isBytes, toBinary, toHex } from './bytes.ts'
import { KeyFormatError } from './errors.ts'
import { readPem } from './pem.ts'

/** The keys that can be asked for, by PEM label: PKCS#8 and SPKI. */
export type KeyLabel = 'PRIVATE KEY' | 'PUBLIC KEY'

/** How to tell what a file is, and what to do where it is not what was asked for. */
type Form = [elements: RegExp, remedy?: string]

/**
 * Files by PEM label, or another name. They are told by the elements of their SEQUENCE, as {@link listElements} has them.
 * The four that are read on are matched as a whole, so that nothing but a well-formed file passes.
 */
const FORMS: Record<string, Form> = {
  // Version 0, rsaEncryption with NULL (RFC 8017 appendix A.1), and the key. No attributes (RFC 5208): runtimes disagree
  // on what they may hold.
  'PRIVATE KEY': [/^,0200,3006092a864886f70d0101010500,04(\w*)$/],
  // A BIT STRING without unused bits.
  'PUBLIC KEY': [/^,3006092a864886f70d0101010500,0300(\w*)$/],
  // INTEGERs that are minimal and not negative; a private key has eight, after version 0.
  'RSA PUBLIC KEY': [/^((,02(?!00[0-7])[0-7]\w+){2})$/],
  'RSA PRIVATE KEY': [/^,0200((,02(?!00[0-7])[0-7]\w+){8})$/, ': use toPkcs8 of @wechatpay-kit/crypto/certificate'],
  'RSA-PSS': [/,3006092a864886f70d01010a/],
  'ENCRYPTED PRIVATE KEY': [/^,30\w*,04/, ': use toPkcs8 of @wechatpay-kit/crypto/certificate'],
  CERTIFICATE: [/^,30\w*,30\w*,03/, ': use readCertificate of @wechatpay-kit/crypto/certificate'],
  EC: [/^,0201,04|,3006072a8648ce3d/],
  'malformed file: copy it again': [/^/],
}

/**
 * Reads an unencrypted RSA key of at least 2048 bits, of the kind asked for.
 *
 * Runtimes disagree here (one takes PKCS#1 for PKCS#8, some accept trailing bytes or numbers that do not fit together),
 * so everything is checked before any of them sees it.
 *
 * @param key - PEM text, or DER bytes.
 * @param wanted - the PEM label of the kind asked for.
 * @returns its DER, and the length of the modulus in bytes, which is that of a signature or ciphertext.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`)
 */
export function readKey(key: string | Uint8Array, wanted: KeyLabel): [der: Uint8Array<ArrayBuffer>, size: number] {
  const expect = (condition: unknown, found: string) => {
    if (!condition) throw new KeyFormatError(`Expected ${wanted}, found ${found}${FORMS[found]?.[1] ?? ''}.`)
  }
  const [label, der = [] as unknown as Uint8Array<ArrayBuffer>] = isBytes(key)
    ? key[0] === 0x30
      ? [wanted, new Uint8Array(key)]
      : readPem(toBinary(key))
    : readPem(key)
  expect(label === wanted, label)

  /** What the form of a SEQUENCE captures. */
  const parse = (hex: string | undefined, label: string) => {
    const elements = listElements(/^,30(\w*)$/.exec(listElements(hex as string))?.[1] ?? '')
    for (const found in FORMS) {
      const match = (FORMS[found] as Form)[0].exec(elements)
      if (match) {
        expect(found === label, found)
        return match[1]
      }
    }
  }
  const [, n, e, d, p, q, dP, dQ, qInv] = (parse(parse(toHex(der), wanted), `RSA ${wanted}`) as string)
    .split(',02')
    .map((hex) => BigInt(`0x0${hex}`)) as Numbers
  const bits = n.toString(2).length
  expect(bits >= 2048 && bits <= 16384, `${bits} bits, not 2048-16384`)
  // RFC 8017 section 3; a public key has no d. Neither p nor q can be 1 after the first lines.
  expect(
    n & e & 1n &&
      e > 1n &&
      e < 2n ** 32n &&
      (d == null ||
        (d < n &&
          p < n &&
          q < n &&
          p * q === n &&
          (d * e) % (p - 1n) === 1n &&
          (d * e) % (q - 1n) === 1n &&
          d % (p - 1n) === dP &&
          d % (q - 1n) === dQ &&
          qInv < p &&
          (qInv * q) % p === 1n)),
    'malformed file: copy it again',
  )
  return [der, (bits + 7) >> 3]
}

type Numbers = [
  zero: bigint,
  n: bigint,
  e: bigint,
  d: bigint,
  p: bigint,
  q: bigint,
  dP: bigint,
  dQ: bigint,
  qInv: bigint,
]

/**
 * The elements that some DER in hexadecimal consists of: a comma, the tag and the content of each. Nothing where it is
 * not strict DER (X.690 section 10.1): lengths take the shortest form, and at most 64 KiB are read.
 */
function listElements(hex: string): string {
  let elements = ''
  while (hex) {
    const [header, tag, ...length] = /^(..)(?:([0-7].)|81([89a-f].)|82((?!00)....))/.exec(hex) ?? ['']
    const end = header.length + 2 * Number(`0x${length.join('')}`)
    if (!(end <= hex.length)) return ''
    elements += `,${tag}${hex.slice(header.length, end)}`
    hex = hex.slice(end)
  }
  return elements
}
