// Signatures and serial numbers in the spellings that libraries write, and signatures that were made in another way.
import { constants, createHash, privateEncrypt, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { explain, merchant, withSignature } from './explained.ts'
import { messageOf, pem, requestOf, SERIAL, signText } from './given.ts'

const key = pem('merchant.private')

describe('a signature', () => {
  it.each([
    ['in hexadecimal', /hexadecimal/, (text: string) => Buffer.from(text, 'base64').toString('hex')],
    [
      'in base64 for URLs',
      /for URLs/,
      (text: string) => Buffer.from(text, 'base64').toString('base64url').padEnd(344, '='),
    ],
    ['whose + became blanks', /became blanks/, (text: string) => text.replaceAll('+', ' ')],
    ['that is percent-encoded', /percent-encoded/, encodeURIComponent],
    ['without padding', /padding/, (text: string) => text.replace(/=+$/, '')],
    ['in base64 twice', /twice/, (text: string) => Buffer.from(text).toString('base64')],
    ['with line breaks', /line breaks/, (text: string) => text.replace(/.{76}/g, '$&\n')],
  ])('%s is told for what it is, and found to be right', async (_, message, change) => {
    const { problems, passes } = await explain(withSignature(change))
    expect(problems).toEqual([expect.stringMatching(message)])
    expect(passes).toBe(true)
  })

  it.each([
    ['with SHA-1', /with SHA-1/, sign('sha1', Buffer.from(messageOf()), key)],
    ['with PSS', /PSS/, sign('sha256', Buffer.from(messageOf()), { key, padding: constants.RSA_PKCS1_PSS_PADDING })],
    ['of a hash', /hashed before/, sign('sha256', createHash('sha256').update(messageOf()).digest(), key)],
    [
      'of a hash in hexadecimal',
      /hashed before/,
      sign('sha256', Buffer.from(createHash('sha256').update(messageOf()).digest('hex')), key),
    ],
    ['by encrypting a hash', /by encrypting/, privateEncrypt(key, createHash('sha256').update(messageOf()).digest())],
    ['with this key, of something else', /with this key, but of another message/, Buffer.from(signText('x'), 'base64')],
    ['with another key', /with another private key/, Buffer.from(signText(messageOf(), 'stranger.private'), 'base64')],
  ])('that was made %s is told so', async (_, message, signature) => {
    const { problems } = await explain(withSignature(() => signature.toString('base64')))
    expect(problems).toEqual([expect.stringMatching(message)])
  })
})

describe('a serial number that is typed', () => {
  it.each([
    ['as it is', SERIAL],
    ['with colons', SERIAL.replace(/..(?!$)/g, '$&:')],
    ['with blanks, in small letters', SERIAL.toLowerCase().replace(/..(?!$)/g, '$& ')],
    ['as OpenSSL prints it', `serial=${SERIAL}`],
    ['in decimal', BigInt(`0x${SERIAL}`).toString()],
    ['of WeChat Pay’s key, which a request has nothing to do with', 'PUB_KEY_ID_0114232134912410000000000000'],
  ])('%s is no difference', async (_, keyId) => {
    expect(await explain(requestOf(), merchant, { keyId })).toEqual({ problems: [], passes: true })
  })

  it('and is another one is', async () => {
    expect((await explain(requestOf(), merchant, { keyId: '7A:1F' })).problems).toEqual([expect.stringMatching(/7A1F/)])
  })
})
