import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import * as webcrypto from '@wechatpay-kit/crypto'
import { KeyFormatError } from '@wechatpay-kit/crypto'
import * as forge from '@wechatpay-kit/crypto/forge'
import { readPem } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { backends, der, rejection } from './backends.ts'
import * as write from './der-writer.ts'
import { attribute, DAMAGED, merchant, privatePem, privateRefusals, publicRefusals } from './key-refusals.ts'

const lines = privatePem.split('\n')
const base64 = lines.slice(1, -2).join('\n')
const relabel = (pem: string, label: string) => pem.replace(/(-----(?:BEGIN|END)) [A-Z ]+/g, `$1 ${label}`)
const { n, e, d, p } = merchant
/** A key usage in the field for attributes, as Windows CNG writes it. */
const keyUsage = Uint8Array.from(Buffer.from('a00d300b0603551d0f310403020010', 'hex'))

describe.each(backends)('%s: import', (_, { importPrivateKey, importPublicKey }) => {
  it('takes PEM in every shape it travels in, and DER', async () => {
    const keys = {
      plain: privatePem,
      'CRLF line ends': privatePem.replaceAll('\n', '\r\n'),
      'in one line': privatePem.replaceAll('\n', ''),
      'line breaks written out, as in environment variables': privatePem.replaceAll('\n', '\\n'),
      'CRLF written out': privatePem.replaceAll('\n', '\\r\\n'),
      'text around it': `Bag Attributes\n  friendlyName: x\n${privatePem}text`,
      indented: privatePem.replace(/^/gm, '  '),
      DER: der('merchant.private'),
      'PEM in a Buffer': Buffer.from(privatePem),
      'DER in a Buffer': Buffer.from(der('merchant.private')),
      'PEM in an ArrayBuffer': new TextEncoder().encode(privatePem).buffer,
      'DER in an ArrayBuffer': der('merchant.private').buffer,
      'an ArrayBuffer of another realm': runInNewContext('Uint8Array.from(bytes).buffer', {
        bytes: [...der('merchant.private')],
      }),
      'line breaks written out twice': privatePem.replaceAll('\n', '\\\\n'),
      'base64 of the whole file': btoa(privatePem),
      'base64 of the whole file, in lines': btoa(privatePem).replace(/.{64}/g, '$&\n'),
      'base64 of the whole file, as bytes': Buffer.from(btoa(privatePem)),
      'without its BEGIN and END lines': base64,
      'without its BEGIN and END lines, indented': `\n  ${base64}`,
      'PKCS#1': readPem('merchant.pkcs1'),
      'PKCS#1 as DER': der('merchant.pkcs1'),
      'PKCS#1 labelled PKCS#8': relabel(readPem('merchant.pkcs1'), 'PRIVATE KEY'),
      'PKCS#8 labelled PKCS#1': relabel(privatePem, 'RSA PRIVATE KEY'),
      attributes: write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0, attribute)),
      'a key usage, as Windows writes it': write.pkcs8(write.pkcs1(merchant), keyUsage),
      'no attributes in their field': write.pkcs8(write.pkcs1(merchant), write.tlv(0xa0)),
      'attributes of more than 64 KiB': write.pkcs8(
        write.pkcs1(merchant),
        write.tlv(0xa0, write.octets(new Uint8Array(1 << 16))),
      ),
      'no NULL for parameters': write.sequence(
        write.integer(0n),
        write.sequence(write.rsaEncryption.subarray(0, -2)),
        write.octets(write.pkcs1(merchant)),
      ),
      'PKCS#8 of version 1': write.sequence(write.integer(1n), write.algorithm, write.octets(write.pkcs1(merchant))),
    }
    for (const [shape, key] of Object.entries(keys)) {
      const signature = await (await importPrivateKey(key)).sign('message')
      expect(await (await importPublicKey(der('merchant.public'))).verify('message', signature), shape).toBe(true)
    }
  })

  it('takes a public key in every form, and gives the same', async () => {
    const pem = readPem('merchant.public')
    const signature = await (await importPrivateKey(privatePem)).sign('message')
    const keys = {
      plain: pem,
      'PKCS#1': readPem('merchant.pkcs1-public'),
      'PKCS#1 as DER': der('merchant.pkcs1-public'),
      'SPKI labelled PKCS#1': relabel(pem, 'RSA PUBLIC KEY'),
      'an ArrayBuffer': der('merchant.public').buffer,
      'base64 of the whole file': btoa(pem),
      'line breaks written out twice': pem.replaceAll('\n', '\\\\n'),
      'no NULL for parameters': write.sequence(
        write.sequence(write.rsaEncryption.subarray(0, -2)),
        write.bits(write.sequence(write.integer(n), write.integer(e))),
      ),
    }
    for (const [form, key] of Object.entries(keys)) {
      const publicKey = await importPublicKey(key)
      expect(await publicKey.verify('message', signature), form).toBe(true)
      expect(publicKey.maxPlaintextBytes, form).toBe(214)
    }
  })

  it('takes keys of other lengths and exponents, and says how much they encrypt', async () => {
    const maxPlaintextBytes = async (key: string | Uint8Array) => (await importPublicKey(key)).maxPlaintextBytes
    expect(await maxPlaintextBytes(readPem('large.public'))).toBe(342)
    expect(await maxPlaintextBytes(readPem('cubic.public'))).toBe(214)
    expect(await maxPlaintextBytes(write.spki(n * 2n + 1n, e))).toBe(215)
    expect(await maxPlaintextBytes(write.spki(n, 2n ** 32n - 1n))).toBe(214)
    expect(await maxPlaintextBytes(write.spki(2n ** 16384n - 1n, e))).toBe(2006)
    const signature = await (await importPrivateKey(readPem('cubic.private'))).sign('message')
    expect(await (await importPublicKey(readPem('cubic.public'))).verify('message', signature)).toBe(true)
  })

  it.each(privateRefusals)('refuses as a private key: %s', async (_, key, found) => {
    const error = await rejection(importPrivateKey(key as string))
    const message = found === DAMAGED ? found : `Expected a private key (apiclient_key.pem), ${found}`
    expect(error).toBeInstanceOf(KeyFormatError)
    expect(error).toMatchObject({ name: 'KeyFormatError', code: 'KEY_FORMAT_INVALID', message })
  })

  it.each(publicRefusals)('refuses as a public key: %s', async (_, key, found) => {
    const error = await rejection(importPublicKey(key as string))
    const message = found === DAMAGED ? found : `Expected a public key (pub_key.pem), ${found}`
    expect(error).toBeInstanceOf(KeyFormatError)
    expect(error).toMatchObject({ name: 'KeyFormatError', code: 'KEY_FORMAT_INVALID', message })
  })

  it('does not change the bytes it is given, nor notice when they change later', async () => {
    const bytes = der('merchant.private')
    const key = await importPrivateKey(bytes)
    expect(bytes).toEqual(der('merchant.private'))
    const before = await key.sign('message')
    bytes.fill(0)
    expect(await key.sign('message')).toBe(before)
  })

  it('never shows key material', async () => {
    const secrets = [...lines.slice(1, -2).map((line) => line.slice(0, 16)), String(d), d.toString(16), String(p)]
    const key = await importPrivateKey(privatePem)
    const thrown = await Promise.all(privateRefusals.map(([, bad]) => rejection(importPrivateKey(bad as string))))
    for (const value of [key, key.sign, key.decrypt, ...thrown]) {
      const shown = [inspect(value, { depth: Infinity, showHidden: true }), JSON.stringify(value), String(value)]
      for (const secret of secrets) expect(shown.join()).not.toContain(secret)
    }
  })
})

it('gives the same verdict in both backends for any change of any byte', async () => {
  const verdict = (promise: Promise<object>) =>
    promise.then(
      () => 'accepted',
      (error: Error) => `${error.constructor.name}: ${error.message}`,
    )
  const position = fc.nat(der('merchant.public').length - 1)
  await fc.assert(
    fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (position, change) => {
      for (const name of ['merchant.public', 'merchant.private']) {
        const bytes = der(name)
        bytes[position] = (bytes[position] as number) ^ change
        const verdicts = backends.map(([, { importPrivateKey, importPublicKey }]) =>
          verdict(name.endsWith('public') ? importPublicKey(bytes) : importPrivateKey(bytes)),
        )
        expect(new Set(await Promise.all(verdicts)).size).toBe(1)
      }
    }),
    { numRuns: 500 },
  )
})

describe('runtimes', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('without SubtleCrypto are told to use the other entry', async () => {
    const message =
      'SubtleCrypto is missing or refuses the key: use https, Node.js 20 or later, or @wechatpay-kit/crypto/forge.'
    for (const crypto of [undefined, {}]) {
      vi.stubGlobal('crypto', crypto)
      const error = { code: 'KEY_FORMAT_INVALID', message }
      await expect(webcrypto.importPrivateKey(privatePem)).rejects.toMatchObject(error)
      await expect(webcrypto.importPublicKey(readPem('merchant.public'))).rejects.toMatchObject(error)
      const options = { apiV3Key: 'k'.repeat(32), nonce: 'abcdefghijkl' }
      await expect(webcrypto.encryptResource('', options)).rejects.toMatchObject(error)
    }
    vi.unstubAllGlobals()
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const signature = await (await forge.importPrivateKey(privatePem)).sign('text')
    expect(await (await forge.importPublicKey(readPem('merchant.public'))).verify('text', signature)).toBe(true)
  })

  it('that refuse a key are quoted in our own words', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new Error(privatePem))
    const error = await rejection(webcrypto.importPrivateKey(privatePem))
    const message =
      'SubtleCrypto is missing or refuses the key: use https, Node.js 20 or later, or @wechatpay-kit/crypto/forge.'
    expect(error).toMatchObject({ code: 'KEY_FORMAT_INVALID', message })
    expect(inspect(error)).not.toContain('BEGIN')
  })

  it('never get a key that can be exported', async () => {
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    await webcrypto.importPrivateKey(privatePem)
    await webcrypto.importPublicKey(readPem('merchant.public'))
    await webcrypto.encryptResource('', { apiV3Key: 'k'.repeat(32) })
    expect(importKey.mock.calls.map(([, , , extractable]) => extractable)).toEqual(Array(6).fill(false))
  })

  it('without a secure random source use no secret of node-forge, rather than Math.random', async () => {
    const publicKey = await forge.importPublicKey(readPem('merchant.public'))
    const signature = await (await forge.importPrivateKey(privatePem)).sign('text')
    for (const crypto of [undefined, {}]) {
      vi.stubGlobal('crypto', crypto)
      const message =
        'This runtime has no secure random source (crypto.getRandomValues); node-forge cannot be used in it.'
      const error = { code: 'INPUT_INVALID', message }
      await expect(publicKey.encrypt('text')).rejects.toMatchObject(error)
      await expect(forge.importPrivateKey(privatePem)).rejects.toMatchObject(error)
      // Verification needs no random numbers.
      expect(await publicKey.verify('text', signature)).toBe(true)
    }
  })

  it('use their secure random source in node-forge, and nothing else', async () => {
    const random = vi.spyOn(Math, 'random')
    const getRandomValues = vi.spyOn(crypto, 'getRandomValues')
    await (await forge.importPublicKey(readPem('merchant.public'))).encrypt('text')
    expect(getRandomValues).toHaveBeenCalled()
    expect(random).not.toHaveBeenCalled()
  })
})
