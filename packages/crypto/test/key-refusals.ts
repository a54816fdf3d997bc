import { createPrivateKey } from 'node:crypto'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import { der } from './backends.ts'
import * as write from './der-writer.ts'

// Files that are refused where a key is asked for.

const certificate = new TextDecoder().decode(readBytes('certificates/merchant.pem'))
export const privatePem = readPem('merchant.private')
const lines = privatePem.split('\n')
export const DAMAGED = 'The file is damaged or incomplete: copy it again.'
const NO_BLOCK = 'found text without a PEM block. Pass the content of the file.'
const NOTHING = 'found nothing. Pass the content of the file.'
const CUT = 'found a PEM block without its END line. Copy it whole; in an .env file, in quotation marks.'
const SEVERAL = 'found several PEM blocks. Pass the right one alone.'
const OTHER_FILE = 'found a file of another kind.'
const OTHER_KEY = 'found a key of another algorithm than RSA.'
const ENCRYPTED =
  'found a passphrase-protected private key. Decrypt it with toPkcs8 of @wechatpay-kit/crypto/certificate.'
const type = (name: string) => `found a value of type ${name}. Pass the content of the file. Export key objects as PEM.`

export const merchant = write.numbersOf('merchant')
const { n, e, d, p, q } = merchant
const changed = (change: Partial<write.Numbers>) => write.pkcs8(write.pkcs1({ ...merchant, ...change }))
const bytes = (...values: number[]) => Uint8Array.from(values)
/** A friendlyName, as Windows writes it. */
export const attribute = write.sequence(
  Uint8Array.from(Buffer.from('06092a864886f70d010914', 'hex')),
  write.tlv(0x31, write.tlv(0x1e, Uint8Array.of(0, 0x78))),
)
const concat = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))

/** What is no private key, or no sound one; and what the main entry says of it, after what it expected. */
export const privateRefusals: [given: string, key: unknown, found: string][] = [
  ['a public key', readPem('merchant.public'), 'found a public key. Pass apiclient_key.pem.'],
  ['a public key as DER', der('merchant.public'), 'found a public key. Pass apiclient_key.pem.'],
  ['an encrypted PKCS#1 key', readPem('merchant.encrypted-aes256.pkcs1'), ENCRYPTED],
  ['an encrypted key', readPem('merchant.encrypted'), ENCRYPTED],
  ['an encrypted key as DER', der('merchant.encrypted'), ENCRYPTED],
  [
    'a certificate',
    certificate,
    'found a certificate. A certificate holds no private key: pass apiclient_key.pem of the same download.',
  ],
  ['an EC key', readPem('ec.private'), `${OTHER_KEY} Pass apiclient_key.pem.`],
  ['an EC key in its own form', readPem('ec.sec1'), `${OTHER_KEY} Pass apiclient_key.pem.`],
  ['an EC key in its own form as DER', der('ec.sec1'), `${OTHER_KEY} Pass apiclient_key.pem.`],
  ['an RSA-PSS key', readPem('pss.private'), `${OTHER_KEY} Pass apiclient_key.pem.`],
  [
    'an Ed25519 key',
    write.sequence(write.integer(0n), write.sequence(bytes(6, 3, 0x2b, 0x65, 0x70)), write.octets(bytes(4, 0))),
    `${OTHER_KEY} Pass apiclient_key.pem.`,
  ],
  ['1024 bits', readPem('small.private'), 'found an RSA key of 1024 bits. Pass one of 2048 to 16384 bits.'],
  ['no END line', lines.slice(0, -2).join('\n'), CUT],
  ['the END line of something else', privatePem.replace('END PRIVATE', 'END PUBLIC'), CUT],
  ['a missing line', lines.toSpliced(5, 1).join('\n'), DAMAGED],
  ['a character that is not base64', privatePem.replace('M', '*'), DAMAGED],
  ['an empty block', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', DAMAGED],
  ['two blocks', privatePem + certificate, SEVERAL],
  ['base64 of something else', 'AAAA', NO_BLOCK],
  ['nothing', '', NOTHING],
  ['undefined', undefined, 'found a value of type Undefined. Set the variable.'],
  ['an object', {}, type('Object')],
  ['wide numbers', new Uint16Array(100), type('Uint16Array')],
  ['text that is not base64', '***', NO_BLOCK],
  ['a BEGIN line and nothing else', '-----BEGIN PRIVATE KEY', CUT],
  ['no bytes', new Uint8Array(), NOTHING],
  ['one byte', bytes(0x30), DAMAGED],
  ['an empty sequence', bytes(0x30, 0), `${OTHER_FILE} Pass apiclient_key.pem.`],
  ['another tag', concat(bytes(0x31), der('merchant.private').subarray(1)), NO_BLOCK],
  ['bytes after the key', concat(der('merchant.private'), bytes(5, 0)), DAMAGED],
  ['an empty sequence before the key', concat(bytes(0x30, 0), der('merchant.private')), DAMAGED],
  ['an indefinite length', concat(bytes(0x30, 0x80), der('merchant.private').subarray(4), bytes(0, 0)), DAMAGED],
  ['a length with a leading zero', concat(bytes(0x30, 0x83, 0), der('merchant.private').subarray(2)), DAMAGED],
  ['a long form of a short length', bytes(0x30, 0x81, 2, 5, 0), DAMAGED],
  ['a length of four bytes', concat(bytes(0x30, 0x84, 1, 0, 0, 0), new Uint8Array(1 << 24)), DAMAGED],
  ['a length beyond the end', bytes(0x30, 3, 5, 0), DAMAGED],
  [
    'an element before the version',
    write.sequence(write.octets(), write.integer(0n), write.algorithm, write.octets(write.pkcs1(merchant))),
    `${OTHER_FILE} Pass apiclient_key.pem.`,
  ],
  ['attributes that are no DER', write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0, bytes(0xff))), DAMAGED],
  ['the modulus for one prime and 1 for the other', changed({ p: n, q: 1n }), DAMAGED],
  ['attributes of a wrong tag', write.pkcs8(write.pkcs1(merchant), write.tlv(0xa1)), DAMAGED],
  ['two sets of attributes', write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0), write.tlv(0xa0)), DAMAGED],
  ['PKCS#8 in PKCS#8', write.pkcs8(der('merchant.private')), DAMAGED],
  ['a path instead of the file', 'apiclient_key.pem', 'found a file name. Pass the content of the file.'],
  ['PEM and half a block', `${privatePem}-----BEGIN `, SEVERAL],
  ['a String object', Object(privatePem), type('String')],
  ['three primes', write.pkcs8(write.pkcs1(merchant, 1n)), DAMAGED],
  ['a number too many', write.pkcs8(write.sequence(...Array(10).fill(write.integer(0n)))), DAMAGED],
  ['a number too few', write.pkcs8(write.sequence(...[0n, n, e, d, p, q].map(write.integer))), DAMAGED],
  ['another element for a number', write.pkcs8(write.sequence(write.octets(bytes(0)))), DAMAGED],
  ['an empty number', write.pkcs8(write.sequence(bytes(2, 0))), DAMAGED],
  ['a negative number', write.pkcs8(write.sequence(bytes(2, 1, 0x80))), DAMAGED],
  ['a number with a leading zero', write.pkcs8(write.sequence(bytes(2, 2, 0, 1))), DAMAGED],
  ['n that is not p·q', changed({ n: n + 2n }), DAMAGED],
  ['an even exponent', changed({ e: 65536n }), DAMAGED],
  ['the exponent 1', changed({ e: 1n, d: 1n, dp: 1n, dq: 1n }), DAMAGED],
  ['d that fits q alone', changed({ d: d + (q - 1n), dp: (d + (q - 1n)) % (p - 1n) }), DAMAGED],
  ['d that fits p alone', changed({ d: d + (p - 1n), dq: (d + (p - 1n)) % (q - 1n) }), DAMAGED],
  ['d that does not fit', changed({ d: d + 2n }), DAMAGED],
  ['d + lcm(p−1, q−1), beyond n', changed({ d: d + n * (p - 1n) * (q - 1n) }), DAMAGED],
  ['p and q that are 1 and n', changed({ p: 1n, q: n }), DAMAGED],
  ['p and q that are n and 1', changed({ p: n, q: 1n }), DAMAGED],
  ['p and q that are 0', changed({ p: 0n, q: 0n }), DAMAGED],
  ['dP that does not fit', changed({ dp: merchant.dp + 2n }), DAMAGED],
  ['dQ that does not fit', changed({ dq: merchant.dq + 2n }), DAMAGED],
  ['qInv that does not fit', changed({ qi: merchant.qi + 1n }), DAMAGED],
  ['qInv that is not reduced', changed({ qi: merchant.qi + p }), DAMAGED],
  [
    'attributes and something else',
    write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0, attribute), write.tlv(0xa1)),
    DAMAGED,
  ],
  [
    'parameters that are not NULL',
    write.sequence(
      write.integer(0n),
      write.sequence(write.rsaEncryption.subarray(0, -2), write.sequence()),
      write.octets(write.pkcs1(merchant)),
    ),
    `${OTHER_KEY} Pass apiclient_key.pem.`,
  ],
  [
    'PKCS#8 of version 2',
    write.sequence(write.integer(2n), write.algorithm, write.octets(write.pkcs1(merchant))),
    DAMAGED,
  ],
  ['a path with a protocol', 'file:///keys/private', 'found a file name. Pass the content of the file.'],
  ['a path on Windows', 'C:\\keys\\apiclient_cert.P12', 'found a file name. Pass the content of the file.'],
  ['the first line alone', '-----BEGIN PRIVATE KEY-----', CUT],
  ['white space', ' \n', NOTHING],
  ['null', null, type('Null')],
  ['a promise', Promise.resolve(privatePem), 'found a value of type Promise. Await it.'],
  [
    'binary that was read as text',
    new TextDecoder().decode(der('merchant.private')),
    'found bytes read as text. Read the file as bytes.',
  ],
  ['a KeyObject', createPrivateKey(privatePem), type('KeyObject')],
  [
    'a PKCS#12 file',
    readBytes('certificates/aes.p12'),
    'found a PKCS#12 file. Read it with readPkcs12 of @wechatpay-kit/crypto/certificate.',
  ],
  ['a PKCS#1 public key', readPem('merchant.pkcs1-public'), 'found a public key. Pass apiclient_key.pem.'],
  [
    'a key of another program',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----',
    `${OTHER_FILE} Pass apiclient_key.pem.`,
  ],
]

/** What is no public key, likewise. */
export const publicRefusals: typeof privateRefusals = [
  ['a private key', privatePem, 'found a private key. Pass pub_key.pem.'],
  ['a private key as DER', der('merchant.private'), 'found a private key. Pass pub_key.pem.'],
  [
    'a certificate',
    certificate,
    'found a certificate. Pass the publicKey that readCertificate of @wechatpay-kit/crypto/x509 reads.',
  ],
  [
    'a certificate as DER',
    Uint8Array.from(Buffer.from(certificate.replace(/-----.*-----/g, ''), 'base64')),
    'found a certificate. Pass the publicKey that readCertificate of @wechatpay-kit/crypto/x509 reads.',
  ],
  ['an EC key', readPem('ec.public'), `${OTHER_KEY} Pass pub_key.pem.`],
  ['an RSA-PSS key', readPem('pss.public'), `${OTHER_KEY} Pass pub_key.pem.`],
  [
    'an RSA-PSS key with parameters',
    write.sequence(
      write.sequence(bytes(6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10), write.sequence()),
      write.bits(bytes(0)),
    ),
    `${OTHER_KEY} Pass pub_key.pem.`,
  ],
  ['1024 bits', readPem('small.public'), 'found an RSA key of 1024 bits. Pass one of 2048 to 16384 bits.'],
  ['2047 bits', write.spki(n >> 1n, e), 'found an RSA key of 2047 bits. Pass one of 2048 to 16384 bits.'],
  ['16385 bits', write.spki(2n ** 16384n + 1n, e), 'found an RSA key of 16385 bits. Pass one of 2048 to 16384 bits.'],
  ['half of it', der('merchant.public').subarray(0, 100), DAMAGED],
  ['an even modulus', write.spki(n + 1n, e), DAMAGED],
  ['an even exponent', write.spki(n, 4n), DAMAGED],
  ['the exponent 1', write.spki(n, 1n), DAMAGED],
  ['an exponent of 33 bits', write.spki(n, 2n ** 32n + 1n), DAMAGED],
  [
    'a third number',
    write.sequence(write.algorithm, write.bits(write.sequence(...[n, e, e].map(write.integer)))),
    DAMAGED,
  ],
  [
    'unused bits',
    write.sequence(write.algorithm, write.tlv(3, bytes(1), write.sequence(write.integer(n), write.integer(e)))),
    DAMAGED,
  ],
  [
    'an element before the algorithm',
    write.sequence(write.octets(), write.algorithm, write.bits(write.sequence(write.integer(n), write.integer(e)))),
    `${OTHER_FILE} Pass pub_key.pem.`,
  ],
  [
    'an element after the key',
    write.sequence(write.algorithm, write.bits(write.sequence(write.integer(n), write.integer(e))), write.integer(0n)),
    DAMAGED,
  ],
  [
    'something before what looks like a certificate',
    write.sequence(write.octets(), write.sequence(), write.sequence(), write.bits()),
    `${OTHER_FILE} Pass pub_key.pem.`,
  ],
  [
    'something before what looks like an EC key',
    write.sequence(write.octets(), write.integer(1n), write.octets()),
    `${OTHER_FILE} Pass pub_key.pem.`,
  ],
  ['an empty bit string', write.sequence(write.algorithm, write.tlv(3)), DAMAGED],
  [
    'an encrypted private key',
    readPem('merchant.encrypted'),
    'found a passphrase-protected private key. Pass pub_key.pem.',
  ],
  ['a PKCS#1 private key', readPem('merchant.pkcs1'), 'found a private key. Pass pub_key.pem.'],
  ['a PKCS#12 file', readBytes('certificates/aes.p12'), 'found a PKCS#12 file. Pass pub_key.pem.'],
]
