import {
  DecryptionError,
  decryptResource,
  InputError,
  importPrivateKey,
  importPublicKey,
  KeyFormatError,
} from '@wechatpay-kit/crypto'
import { readCertificate, readPkcs12, toPkcs8 } from '@wechatpay-kit/crypto/certificate'
import * as forge from '@wechatpay-kit/crypto/forge'
import * as lean from '@wechatpay-kit/crypto/pem'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { der } from './backends.ts'

// 100,000 random and mutated files: each gives a value or one of our errors, within a second.
// Repeat a run with FUZZ_SEED=… npx vitest run packages/crypto/test/parsers.fuzz.test.ts

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`parsers.fuzz: FUZZ_SEED=${seed}`)

const pem = (name: string) => readBytes(`certificates/${name}.pem`)
const pemKeys = ['merchant.private', 'merchant.public', 'merchant.pkcs1', 'merchant.encrypted-fast', 'ec.private']
const certificates = ['merchant', 'merchant-bag', 'ec', 'special', 'bmp', 'version1']
const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)
const pemToDer = (bytes: Uint8Array) =>
  Uint8Array.from(Buffer.from(decode(bytes).match(/-----BEGIN[^-]*-----([^-]*)/)?.[1] as string, 'base64'))

/** Changes to a file: bytes replaced, removed, inserted, or taken from another file. */
const mutations = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'flip', 'remove', 'insert', 'truncate', 'copy'),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    length: fc.integer({ min: 1, max: 16 }),
    // What DER and PEM are made of, so that lengths and tags change into others.
    value: fc.oneof(
      fc.nat(255),
      fc.constantFrom(0x00, 0x02, 0x04, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xff, 0x0a, 0x2d, 0x3d),
    ),
  }),
  { minLength: 1, maxLength: 4 },
)

function mutate(file: Uint8Array, changes: typeof mutations extends fc.Arbitrary<infer T> ? T : never): Uint8Array {
  let bytes = Buffer.from(file)
  for (const { kind, at, length, value } of changes) {
    const position = Math.floor(at * bytes.length)
    const [before, after] = [bytes.subarray(0, position), bytes.subarray(position)]
    if (bytes.length === 0) continue
    if (kind === 'set') bytes[position] = value
    else if (kind === 'flip') bytes[position] = (bytes[position] as number) ^ (1 << (value & 7))
    else if (kind === 'remove') bytes = Buffer.concat([before, after.subarray(length)])
    else if (kind === 'insert') bytes = Buffer.concat([before, Buffer.alloc(length, value), after])
    else if (kind === 'truncate') bytes = Buffer.from(before)
    else bytes = Buffer.concat([before, bytes.subarray(value, value + length), after])
  }
  return Uint8Array.from(bytes)
}

const random = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  // Nested random elements, which get further than random bytes.
  fc
    .array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 })
    .map((parts) =>
      parts.reduce(
        (inner, part) => Buffer.concat([Buffer.of(0x30, (inner.length + part.length) & 0x7f), part, inner]),
        Buffer.alloc(0),
      ),
    ),
)

const fileOf = (corpus: Uint8Array[]) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom(...corpus), mutations).map(([file, changes]) => mutate(file, changes)),
    },
    { weight: 1, arbitrary: random },
  )

type Read = (file: Uint8Array) => unknown
const readKeys: Read = async (file) => {
  for (const key of [file, decode(file)]) {
    await importPrivateKey(key).catch(expectOurs)
    await importPublicKey(key).catch(expectOurs)
    await forge.importPrivateKey(key).catch(expectOurs)
    await forge.importPublicKey(key).catch(expectOurs)
  }
  await lean.importPrivateKey(decode(file)).catch(expectOurs)
  await lean.importPublicKey(decode(file)).catch(expectOurs)
}
const publicKey = await importPublicKey(readPem('merchant.public'))
const privateKey = await importPrivateKey(readPem('merchant.private'))
const readBase64: Read = async (file) => {
  await publicKey.verify('message', decode(file))
  await privateKey.decrypt(decode(file)).catch(expectOurs)
  await decryptResource(
    { algorithm: 'AEAD_AES_256_GCM', nonce: 'abcdefghijkl', ciphertext: decode(file) },
    { apiV3Key: 'k'.repeat(32) },
  ).catch(expectOurs)
}

function expectOurs(error: unknown): void {
  const isOurs = [KeyFormatError, InputError, DecryptionError].some((type) => error instanceof type)
  if (!isOurs) throw error
}

const parsers: [name: string, runs: number, corpus: Uint8Array[], read: Read][] = [
  ['PEM keys', 25_000, pemKeys.map((name) => encode(readPem(name))), readKeys],
  ['DER keys', 25_000, pemKeys.map(der), readKeys],
  ['PEM certificates', 15_000, certificates.map(pem), (file) => readCertificate(decode(file))],
  ['DER certificates', 15_000, certificates.map((name) => pemToDer(pem(name))), (file) => readCertificate(file)],
  [
    'older and encrypted keys',
    8_000,
    ['merchant.encrypted-fast', 'merchant.encrypted-aes256.pkcs1', 'merchant.pkcs1'].map((name) =>
      encode(readPem(name)),
    ),
    (file) => toPkcs8(decode(file), 'example'),
  ],
  [
    'PKCS#12',
    7_000,
    ['aes-fast', 'rc2-fast', 'plain'].map((name) => readBytes(`certificates/${name}.p12`)),
    (file) => readPkcs12(file, 'example'),
  ],
  ['base64', 5_000, [encode(await publicKey.encrypt('')), encode(await privateKey.sign(''))], readBase64],
]

it('reads 100,000 files in all', () => {
  expect(parsers.reduce((sum, [, runs]) => sum + runs, 0)).toBe(100_000)
})

it.each(parsers)('%s: %i random and mutated ones', { timeout: 300_000 }, async (_, numRuns, corpus, read) => {
  for (const file of corpus) await read(file)
  await fc.assert(
    fc.asyncProperty(fileOf(corpus), async (file) => {
      // Time of this process alone, so that a busy machine does not count.
      const before = process.cpuUsage()
      try {
        await read(file)
      } catch (error) {
        expectOurs(error)
      }
      const { user, system } = process.cpuUsage(before)
      expect(user + system).toBeLessThan(1_000_000)
    }),
    { numRuns, seed },
  )
})
