import {
  type DecryptionErrorCode,
  type InputErrorCode,
  importPrivateKey,
  importPublicKey,
  type KeyFormatErrorCode,
  requestMessage,
  type SignatureErrorCode,
  signedMessage,
  signRequest,
  verifySignedMessage,
} from '@wechatpay-kit/crypto'
import { readBytes, readPem, readVectors, toBytes } from '@wechatpay-kit/test-vectors'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'

const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
const request = { method: 'POST', target: '/v3/pay?a=%20b', timestamp: 1_700_000_000, nonce: 'abc_-1' }
const content = { timestamp: 1_700_000_000, nonce: 'a+/=.~', body: '{}' }

describe('requestMessage', () => {
  it('is five lines, the last of them the body', () => {
    const head = 'POST\n/v3/pay?a=%20b\n1700000000\nabc_-1\n'
    expect(text(requestMessage(request))).toBe(`${head}\n`)
    expect(text(requestMessage({ ...request, body: '{"name":"张三"}' }))).toBe(`${head}{"name":"张三"}\n`)
    expect(requestMessage({ ...request, body: Uint8Array.of(0xff, 0x0a) })).toEqual(
      Uint8Array.from([...new TextEncoder().encode(head), 0xff, 0x0a, 0x0a]),
    )
  })

  it.each(readVectors('canonical-messages/published').vectors)('is what was signed: $comment', async (vector) => {
    const { signature = '', publicKey = '', message } = vector.output ?? expect.fail()
    const { body, ...request } = vector.input as Extract<typeof vector.input, { type: 'request' }>
    const composed = requestMessage({ ...request, body: toBytes(body) })
    expect(composed).toEqual(toBytes(message))
    expect(await (await importPublicKey(readBytes(publicKey))).verify(composed, signature)).toBe(true)
  })

  it('is what signRequest signs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (body) => {
        let signed: unknown
        const signer = {
          sign: async (message: unknown) => {
            signed = message
            return 'AAAA'
          },
        }
        await signRequest({ ...request, body }, { mchid: '1', serialNumber: 'A', signer })
        expect(signed).toEqual(requestMessage({ ...request, body }))
      }),
    )
  })

  it.each([
    [{ method: 'post' }, 'method must be in capital letters, such as GET.'],
    [{ method: undefined }, 'method must be in capital letters, such as GET.'],
    [
      { target: 'https://api.mch.weixin.qq.com/v3' },
      'target must be a path with its query, percent-encoded, without host and fragment.',
    ],
    [
      { target: '/v3/姓名' },
      'target must be a path with its query, percent-encoded, without host and fragment; character 5 is a space or not ASCII.',
    ],
    [
      { target: '/v3\n1' },
      'target must be a path with its query, percent-encoded, without host and fragment; character 4 is a space or not ASCII.',
    ],
    [{ timestamp: 1_700_000_000_000 }, 'timestamp must be whole seconds: Math.floor(Date.now() / 1000).'],
    [{ timestamp: 1.5 }, 'timestamp must be whole seconds: Math.floor(Date.now() / 1000).'],
    [{ nonce: 'a"b' }, 'nonce must be 1 to 32 letters, digits, hyphens or underscores, without colons and spaces.'],
    [{ body: 1 }, 'body must be well-formed text or bytes.'],
    [{ body: '\ud800' }, 'body must be well-formed text or bytes.'],
  ])('refuses %o in a sentence', (change, message) => {
    const error = { name: 'InputError', code: 'INPUT_INVALID', message }
    expect(() => requestMessage({ ...request, ...change } as never)).toThrow(expect.objectContaining(error))
  })
})

describe('signedMessage', () => {
  it('is three lines, the last of them the body', () => {
    expect(text(signedMessage(content))).toBe('1700000000\na+/=.~\n{}\n')
    expect(text(signedMessage({ ...content, timestamp: '0170' }))).toBe('0170\na+/=.~\n{}\n')
    expect(signedMessage({ ...content, body: new TextEncoder().encode('{}') })).toEqual(signedMessage(content))
    expect(text(signedMessage({ ...content, body: '' }))).toBe('1700000000\na+/=.~\n\n')
  })

  it('is what verifySignedMessage verifies', async () => {
    const [privateKey, key] = [
      await importPrivateKey(readPem('merchant.private')),
      await importPublicKey(readPem('merchant.public')),
    ]
    const headers = {
      'Wechatpay-Timestamp': String(content.timestamp),
      'Wechatpay-Nonce': content.nonce,
      'Wechatpay-Serial': 'A',
      'Wechatpay-Signature': await privateKey.sign(signedMessage(content)),
    }
    await verifySignedMessage({ headers, body: content.body }, { now: content.timestamp * 1000, keys: () => key })
  })

  it.each([
    [{ nonce: 'a\nb' }, 'nonce must be printable characters without spaces; character 2 is a space or not ASCII.'],
    [{ nonce: '' }, 'nonce must be printable characters without spaces.'],
    [{ timestamp: 'now' }, 'timestamp must be whole seconds: Math.floor(Date.now() / 1000).'],
    [{ body: undefined }, 'body must be well-formed text or bytes.'],
  ])('refuses %o in a sentence', (change, message) => {
    expect(() => signedMessage({ ...content, ...change } as never)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', message }),
    )
  })
})

it('exports the codes of every class of error', () => {
  expectTypeOf<InputErrorCode>().toEqualTypeOf<'INPUT_INVALID'>()
  expectTypeOf<KeyFormatErrorCode>().toEqualTypeOf<'KEY_FORMAT_INVALID'>()
  expectTypeOf<DecryptionErrorCode>().toEqualTypeOf<'DECRYPTION_FAILED'>()
  expectTypeOf<'SIGNATURE_STALE'>().toExtend<SignatureErrorCode>()
})
