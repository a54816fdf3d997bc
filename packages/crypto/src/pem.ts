/**
 * Imports the two key files that WeChat Pay itself hands out, and no others: for apps where every kilobyte counts. What
 * the keys do, and how they are held, is as of the main entry.
 *
 * @module
 */
import { type Bytes, decodeBase64, encodeBase64 } from './bytes.ts'
import { encodePkcs8, encodeSpki } from './canonical-key.ts'
import { encodeElement, INTEGER, SEQUENCE } from './der.ts'
import { KeyFormatError } from './errors.ts'
import type { PrivateKey, PublicKey } from './keys.ts'
import { createPrivateKey, createPublicKey } from './rsa.ts'
import { importKey, SIGNATURE } from './subtle.ts'
import { loadPrivateKey, loadPublicKey } from './subtle-keys.ts'

/** A file that this entry reads. */
interface PemFile {
  readonly name: string
  readonly label: string
  /** The place in its DER where the numbers of the key begin: modulus, exponent, and others of a private key. */
  readonly start: number
  /** Writes its DER from what begins there. */
  readonly encode: (numbers: Bytes) => Bytes
}

const PRIVATE: PemFile = {
  name: 'apiclient_key.pem',
  label: 'PRIVATE KEY',
  start: 33,
  encode: (numbers) => encodePkcs8(encodeElement(SEQUENCE, [INTEGER, 1, 0], numbers)),
}

const PUBLIC: PemFile = { name: 'pub_key.pem', label: 'PUBLIC KEY', start: 28, encode: encodePublicNumbers }

/**
 * Imports the merchant's private key from `apiclient_key.pem`, as `importPrivateKey` of the main entry does, which reads
 * other files too and says what is wrong with them.
 *
 * The numbers of the key are not compared with each other: a text is signed, and the signature verified with the modulus
 * and the exponent of the same file. So a key whose numbers do not fit together is refused, or does what it should.
 *
 * @param pem - PKCS#8 as PEM (`PRIVATE KEY`), or its base64 without the lines around it; line breaks may be written out as
 *   `\n`. RSA, 2048 bits or more, without passphrase and attributes.
 * @returns a key that cannot be exported or printed.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and which function reads other files.
 * @example
 * ```ts
 * import { importPrivateKey } from '@wechatpay-kit/crypto/pem'
 *
 * declare const env: { WECHATPAY_PRIVATE_KEY: string }
 * const privateKey = await importPrivateKey(env.WECHATPAY_PRIVATE_KEY)
 * console.log(await privateKey.sign('message'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}; RFC 5958, RFC 7468 section 10
 */
export async function importPrivateKey(pem: string): Promise<PrivateKey> {
  const der = readPem(pem, PRIVATE)
  const spki = encodePublicNumbers(der.subarray(PRIVATE.start))
  const modulusBytes = await measureModulus(spki, PRIVATE)
  const operations = await loadPrivateKey(der).catch(() => {
    throw unexpected(PRIVATE)
  })
  const { verify } = await loadPublicKey(spki)
  const text = new Uint8Array()
  const check = async () => verify(new Uint8Array(await operations.sign(text)), text)
  const isSound = await check().catch(() => false)
  if (!isSound) throw unexpected(PRIVATE)
  return createPrivateKey(operations, modulusBytes)
}

/**
 * Imports WeChat Pay's public key from `pub_key.pem`, as `importPublicKey` of the main entry does, which reads other files
 * too and says what is wrong with them.
 *
 * @param pem - SPKI as PEM (`PUBLIC KEY`), or its base64 without the lines around it; line breaks may be written out as
 *   `\n`. RSA, 2048 bits or more.
 * @returns the key; its `maxPlaintextBytes` is 214 for 2048 bits.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and which function reads other files.
 * @example
 * ```ts
 * import { importPublicKey } from '@wechatpay-kit/crypto/pem'
 *
 * declare const env: { WECHATPAY_PUBLIC_KEY: string }
 * const publicKey = await importPublicKey(env.WECHATPAY_PUBLIC_KEY)
 * console.log(await publicKey.encrypt('330102199001011234'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053249 | document 4013053249}; RFC 5280 section 4.1, RFC 7468
 *   section 13
 */
export async function importPublicKey(pem: string): Promise<PublicKey> {
  const der = readPem(pem, PUBLIC)
  const modulusBytes = await measureModulus(der, PUBLIC)
  return createPublicKey(await loadPublicKey(der), modulusBytes)
}

/**
 * Reads a file of exactly the form in which runtimes get every key: what they disagree about, such as bytes after the key
 * or PKCS#1 in its place, does not come before them.
 */
function readPem(pem: string, file: PemFile): Bytes {
  if (typeof pem !== 'string') throw unexpected(file, `a value of type ${typeof pem}`)
  const [text = '', begin, body = text, end, , another] = pem.split('-----')
  if (begin !== undefined && begin !== `BEGIN ${file.label}`) {
    // Nothing else of a text is shown: it may be a part of a key.
    throw unexpected(file, /^BEGIN [A-Z\d ]+$/.exec(begin)?.[0])
  }
  if (begin !== undefined && (end !== `END ${file.label}` || another !== undefined)) throw unexpected(file)
  // Environment variables hold line breaks as \n, and as \\n where they were written out twice.
  const base64 = body.replace(/\\{1,4}[rn]|\s/g, '')
  const der = decodeBase64(base64)
  if (!der || encodeBase64(file.encode(der.subarray(file.start))) !== base64) throw unexpected(file)
  return der
}

/** Writes the SPKI of modulus and exponent, the first of these numbers. */
function encodePublicNumbers(numbers: Bytes): Bytes {
  // The length of a modulus of 256 bytes or more takes two, that of an exponent one.
  const [, , high = 0, low = 0] = numbers
  const exponent = 4 + high * 256 + low
  const [, length = 0] = numbers.subarray(exponent)
  return encodeSpki(encodeElement(SEQUENCE, numbers.subarray(0, exponent + 2 + length)))
}

/** Gives the bytes of a modulus, as the runtime reads it; refuses one of another length, and exponents that are none. */
async function measureModulus(spki: Bytes, file: PemFile): Promise<number> {
  const { algorithm } = await importKey('spki', spki, SIGNATURE, 'verify').catch((error: unknown) => {
    throw globalThis.crypto?.subtle ? unexpected(file) : error
  })
  const { modulusLength, publicExponent } = algorithm as RsaKeyAlgorithm
  const exponent = publicExponent.reduce((value, byte) => value * 256 + byte, 0)
  const isExponent = exponent % 2 === 1 && exponent > 1 && exponent < 2 ** 32
  if (!isExponent || modulusLength < 2048 || modulusLength > 16384)
    throw unexpected(file, `${modulusLength} bits and the exponent ${exponent}`)
  return Math.ceil(modulusLength / 8)
}

/** The error for a text that is not the file that was asked for. */
function unexpected({ name, label }: PemFile, found = 'another or a damaged text'): KeyFormatError {
  return new KeyFormatError(
    `Expected ${name} (${label}, RSA of 2048 to 16384 bits), found ${found}. The function of the same name in @wechatpay-kit/crypto reads other files, and tells what is wrong with one.`,
  )
}
