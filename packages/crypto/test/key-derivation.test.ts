import { X509Certificate } from 'node:crypto'
import { KeyFormatError } from '@wechatpay-kit/crypto'
import { readPkcs12, toPkcs8 } from '@wechatpay-kit/crypto/certificate'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { der } from './backends.ts'
import * as write from './der-writer.ts'

// Files that ask for many rounds in places where they are not seen at first, made with node-forge.

const password = 'example'
const fromBinary = (binary: string) => Uint8Array.from(Buffer.from(binary, 'latin1'))
const toBinary = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const oid = (text: string) => write.tlv(0x06, fromBinary(forge.asn1.oidToDer(text).getBytes()))
const explicit = (...contents: Uint8Array[]) => write.tlv(0xa0, ...contents)
const { oids } = forge.pki
const salt = write.octets(new TextEncoder().encode('saltsalt'))
const wholeFile = (...contents: Uint8Array[]) => write.sequence(write.integer(3n), data(write.sequence(...contents)))
const data = (bytes: Uint8Array) => write.sequence(oid(oids['data'] as string), explicit(write.octets(bytes)))
const bag = (kind: string, value: Uint8Array) => write.sequence(oid(oids[kind] as string), explicit(value))
const algorithm = (rounds: number) =>
  write.sequence(
    oid(oids['pbeWithSHAAnd3-KeyTripleDES-CBC'] as string),
    write.sequence(salt, write.integer(BigInt(rounds))),
  )

/** Encrypts for the algorithm above. */
function encrypt(plain: Uint8Array, rounds: number): Uint8Array {
  const derive = (purpose: 1 | 2, length: number) =>
    forge.pkcs12.generateKey(password, forge.util.createBuffer('saltsalt'), purpose as never, rounds, length)
  const cipher = forge.cipher.createCipher('3DES-CBC', derive(1, 24) as never)
  cipher.start({ iv: derive(2, 8) as never })
  cipher.update(forge.util.createBuffer(toBinary(plain)))
  cipher.finish()
  return fromBinary(cipher.output.getBytes())
}

/** An encrypted PKCS#8, which really takes these rounds unless they are very many. */
const encryptedKey = (rounds: number, key = der('merchant.private')) =>
  write.sequence(algorithm(rounds), write.octets(encrypt(key, Math.min(rounds, 30_001))))
const keyBag = (rounds: number, key?: Uint8Array<ArrayBuffer>) => bag('pkcs8ShroudedKeyBag', encryptedKey(rounds, key))
const certificateBag = bag(
  'certBag',
  write.sequence(
    oid(oids['x509Certificate'] as string),
    explicit(write.octets(new X509Certificate(readBytes('certificates/merchant.pem')).raw)),
  ),
)
const encryptedData = (rounds: number, ...bags: Uint8Array[]) => {
  const content = write.tlv(0x80, encrypt(write.sequence(...bags), rounds))
  const info = write.sequence(oid(oids['data'] as string), algorithm(rounds), content)
  return write.sequence(oid(oids['encryptedData'] as string), explicit(write.sequence(write.integer(0n), info)))
}
const mac = (rounds: number) => {
  const digest = write.sequence(
    write.sequence(oid(oids['sha1'] as string), write.tlv(5)),
    write.octets(new Uint8Array(20)),
  )
  return write.sequence(digest, salt, write.integer(BigInt(rounds)))
}
/** Writes the length of an element of 256 bytes or more with a zero before it, which is not DER. */
const lengthen = ([tag = 0, , high = 0, low = 0, ...content]: Uint8Array) =>
  Uint8Array.of(tag, 0x83, 0, high, low, ...content)

const messageOf = (read: () => unknown) => {
  try {
    read()
    return 'no error'
  } catch (error) {
    expect(error).toBeInstanceOf(KeyFormatError)
    return (error as Error).message
  }
}
const refusal = (rounds: number) =>
  `The key derivation of the file amounts to ${rounds} rounds or more, and at most 30000 are done here: convert it with openssl.`
const pkcs12 = (file: Uint8Array) => messageOf(() => readPkcs12(file, password))
const pkcs8 = (file: Uint8Array | string) => messageOf(() => toPkcs8(file, password))
const toPem = (bytes: Uint8Array, headers = '') =>
  `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${headers}${Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ENCRYPTED PRIVATE KEY-----\n`

describe('a file that asks for as many rounds as are done', () => {
  it('is read, PKCS#12', () => {
    const file = wholeFile(encryptedData(2_000, certificateBag, keyBag(28_000)))
    expect(readPkcs12(file, password).privateKey).toBe(readPem('merchant.private'))
  })

  it('is read, PKCS#8', () => {
    expect(toPkcs8(encryptedKey(30_000), password)).toBe(readPem('merchant.private'))
  })
})

describe('a file that asks for more rounds is refused', () => {
  it.each<[string, string, number]>([
    ['in an encrypted key', pkcs8(encryptedKey(30_001)), 30_001],
    ['in a MAC', pkcs12(write.sequence(write.integer(3n), data(write.sequence()), mac(2 ** 31))), 2 ** 31],
    ['in one bag', pkcs12(wholeFile(data(write.sequence(keyBag(1_000_000))))), 1_000_000],
    ['in a bag that is encrypted itself', pkcs12(wholeFile(encryptedData(2_048, keyBag(1_000_000)))), 1_002_048],
    ['in such a bag, by one', pkcs12(wholeFile(encryptedData(2_000, certificateBag, keyBag(28_001)))), 30_001],
    [
      'in bags side by side, none of which has too many',
      pkcs12(wholeFile(encryptedData(100, keyBag(15_000), keyBag(15_000)))),
      30_100,
    ],
    [
      'in parts side by side',
      pkcs12(wholeFile(encryptedData(10_000, keyBag(5_000)), encryptedData(10_000, keyBag(5_001)))),
      30_001,
    ],
    [
      'in a chunk of an octet string',
      pkcs12(
        write.sequence(
          write.integer(3n),
          write.sequence(
            oid(oids['data'] as string),
            explicit(
              write.tlv(
                0x24,
                ...[0, 1].map((half) => {
                  const bytes = write.sequence(data(write.sequence(keyBag(1_000_000))))
                  return write.octets(half === 0 ? bytes.subarray(0, 100) : bytes.subarray(100))
                }),
              ),
            ),
          ),
        ),
      ),
      1_000_000,
    ],
    [
      'in an octet string that is not DER',
      pkcs12(
        write.sequence(write.integer(3n), data(lengthen(write.sequence(data(write.sequence(keyBag(1_000_000))))))),
      ),
      1_000_000,
    ],
    [
      'in an encrypted key that says it is of the traditional form',
      pkcs8(toPem(encryptedKey(1_000_000), 'Proc-Type: 4,NONE\n\n')),
      1_000_000,
    ],
  ])('%s', (_, message, rounds) => expect(message).toBe(refusal(rounds)))

  it('where they are few in each of very many bags', () => {
    const bags = new Array<Uint8Array>(301).fill(keyBag(1, write.sequence()))
    expect(pkcs12(wholeFile(data(write.sequence(...bags))))).toBe(refusal(30_100))
    expect(pkcs12(wholeFile(data(write.sequence(...bags.slice(1)))))).toContain('holds 300 private keys')
  })
})

it('node-forge is as it was afterwards, for whoever else uses it', () => {
  const functions = () => [forge.pkcs5.pbkdf2, forge.pkcs12.generateKey]
  const before = functions()
  expect(pkcs8(encryptedKey(30_001))).toBe(refusal(30_001))
  expect(functions()).toEqual(before)
  expect(forge.pkcs5.pbkdf2(password, 'saltsalt', 30_001, 16)).toHaveLength(16)
})
