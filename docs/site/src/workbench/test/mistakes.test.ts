// Mistakes that integrators make, each as a request or notification that somebody pastes.
import { sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { explainSignature } from '../signature/explain.ts'
import { explain, merchant, withSignature } from './explained.ts'
import {
  BODY,
  certificate,
  messageOf,
  NONCE,
  NOW,
  notificationOf,
  pem,
  requestOf,
  ringOf,
  SERIAL,
  TARGET,
} from './given.ts'

const platform = await ringOf(pem('platform.public'))

const pretty = JSON.stringify(JSON.parse(BODY), null, 2)
const key = pem('merchant.private')
const GBK = Buffer.from(messageOf().replace('门店', '\xc3\xc5\xb5\xea'), 'latin1')

describe('a request with two faults shows both', () => {
  it.each([
    [
      'query decoded, last line feed missing',
      requestOf(messageOf('POST', decodeURIComponent(TARGET)).slice(0, -1)),
      [/decoded.*without its last line feed/],
    ],
    [
      'serialised again, another second',
      requestOf(messageOf('POST', TARGET, NOW - 1, pretty)),
      [/1 s earlier.*two blanks/],
    ],
    [
      'method in small letters, serialised again',
      requestOf(messageOf('post', TARGET, NOW, pretty)),
      [/small letters.*two blanks/],
    ],
    [
      'CRLF, serialised again',
      requestOf(messageOf('POST', TARGET, NOW, pretty).replaceAll('\n', '\r\n')),
      [/two blanks.*CRLF/],
    ],
    [
      'milliseconds, another key',
      requestOf(messageOf('POST', TARGET, NOW * 1000), { time: String(NOW * 1000), key: 'stranger.private' }),
      [/clock: .*milliseconds/, /another private key/],
    ],
    [
      'milliseconds sent, seconds signed',
      requestOf(messageOf(), { time: String(NOW * 1000) }),
      [/clock: .*milliseconds/, /in seconds, and it was sent in milliseconds/],
    ],
    [
      'a target that is not encoded, another key',
      requestOf(messageOf(), { line: `POST ${decodeURIComponent(TARGET)} HTTP/1.1`, key: 'stranger.private' }),
      [/percent-encoded/, /another private key/],
    ],
    [
      'hexadecimal, query decoded',
      requestOf(messageOf('POST', decodeURIComponent(TARGET))).replace(
        /signature="([^"]+)"/,
        (_, text: string) => `signature="${Buffer.from(text, 'base64').toString('hex')}"`,
      ),
      [/hexadecimal/, /decoded/],
    ],
    [
      'serial number of WeChat Pay’s, serialised again',
      requestOf(messageOf('POST', TARGET, NOW, pretty), { serial: 'PUB_KEY_ID_0114232134912410000000000000' }),
      [/serial: .*WeChat Pay’s public key/, /two blanks/],
    ],
  ])('%s', async (_, request, messages) => {
    const { problems } = await explain(request)
    expect(problems).toEqual(messages.map((message) => expect.stringMatching(message)))
  })
})

describe('a request', () => {
  it.each([
    ['signed in milliseconds', requestOf(messageOf('POST', TARGET, NOW * 1000 + 7)), [/a timestamp in milliseconds/]],
    ['signed in GBK', withSignature(() => sign('sha256', GBK, key).toString('base64')), [/body in GBK/]],
    [
      'signed with question marks',
      requestOf(messageOf('POST', TARGET, NOW, BODY.replace('门店', '??'))),
      [/question marks/],
    ],
    [
      'with null signed for no body',
      requestOf(messageOf('GET', TARGET, NOW, 'null'), { body: '', line: `GET ${TARGET} HTTP/1.1` }),
      [/the body null/],
    ],
    [
      'with a comma too many',
      requestOf(messageOf(), { body: BODY.replace(/\}$/, ',}') }),
      [/comma follows/, /without a comma/],
    ],
    ['with a NUL', requestOf(messageOf(), { body: `${BODY}\0` }), [/NUL/, /without NUL/]],
    [
      'with a zero-width character',
      requestOf(messageOf(), { body: BODY.replace('门', '\u200b门') }),
      [/without invisible characters/],
    ],
    [
      'whose body stands escaped in a log',
      requestOf(messageOf(), { body: BODY.replaceAll('"', '\\"') }),
      [/escaped/, /before its quotation marks were escaped/],
    ],
    ['with two slashes', requestOf(messageOf(), { line: `POST /${TARGET} HTTP/1.1` }), [/single slashes/]],
    [
      'with a serial number in decimal',
      requestOf(messageOf(), { serial: BigInt(`0x${SERIAL}`).toString() }),
      [/looks decimal/],
    ],
    [
      'with a serial number with colons',
      requestOf(messageOf(), { serial: SERIAL.replace(/..(?!$)/g, '$&:') }),
      [/colons/],
    ],
    ['with an appid', requestOf(messageOf(), { mchid: 'wxd678efh567hg6787' }), [/an appid/]],
    [
      'in escaped quotation marks',
      requestOf().replace(/(?<=^Authorization: .*)"/gm, '\\"'),
      [/escaped quotation marks/],
    ],
    ['without a scheme', requestOf().replace('WECHATPAY2-SHA256-RSA2048 ', ''), [/lacks its scheme/]],
  ])('%s is told so', async (_, request, messages) => {
    const { problems } = await explain(request)
    expect(problems).toEqual(messages.map((message) => expect.stringMatching(message)))
  })

  it('whose body is GBK is verified by its bytes', async () => {
    const body = Buffer.concat([Buffer.from('{"d":"'), Buffer.from([0xc3, 0xc5]), Buffer.from('"}')])
    const [head = ''] = messageOf('POST', TARGET, NOW, '|').split('|')
    const signature = sign('sha256', Buffer.concat([Buffer.from(head), body, Buffer.from('\n')]), key).toString(
      'base64',
    )
    const request = withSignature(() => signature).replace(BODY, '')
    const { problems, passes } = await explain(Buffer.concat([Buffer.from(request), body]))
    expect(problems).toEqual([expect.stringMatching(/read as GBK/)])
    expect(passes).toBe(true)
  })

  it('of an upload is signed by its meta alone', async () => {
    const meta = '{"filename":"x.png","sha256":"00"}'
    const parts = `--b\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n${meta}\r\n--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n\u0000\r\n--b--\r\n`
    const request = requestOf(messageOf('POST', TARGET, NOW, meta), { body: parts })
    expect(await explain(request.replace('Host:', 'Content-Type: multipart/form-data; boundary=b\nHost:'))).toEqual({
      problems: [],
      passes: true,
    })
  })

  it('is compared with what its error shows, and no further', async () => {
    const length = Buffer.byteLength(messageOf())
    const errorOf = (body: string, sign_message_length: number) =>
      JSON.stringify({
        code: 'SIGN_ERROR',
        message: '签名错误',
        detail: {
          sign_information: { truncated_sign_message: messageOf('POST', TARGET, NOW, body), sign_message_length },
        },
      })
    const lost = Buffer.byteLength(messageOf('POST', TARGET, NOW, ''))
    expect((await explain(requestOf(), merchant, { error: errorOf('', lost) })).problems).toEqual([
      'message: WeChat Pay received no body.',
    ])
    const cut = await explain(requestOf(), merchant, { error: errorOf('{"description":"\ufffd', length) })
    expect(cut.problems).toEqual([expect.stringMatching(/unless the body differs where its error does not show it/)])
  })

  it('comes with a certificate of a curve, which is told', async () => {
    const { problems } = await explain(requestOf(), await ringOf(certificate('ec.pem')))
    expect(problems.join()).toMatch(/RSA|another/)
  })
})

it.each([
  [messageOf('POST', TARGET, NOW, pretty), /^Serialise the body once/],
  [messageOf('POST', decodeURIComponent(TARGET)), /^Sign path and query/],
  [messageOf('GET'), /^Sign the method/],
  [messageOf().slice(0, -1), /each with a line feed after it/],
  [messageOf('GET', decodeURIComponent(TARGET)), /each with a line feed after it/],
])('the remedy is that of the line that differs: %#', async (signed, remedy) => {
  const message = new TextEncoder().encode(requestOf(signed))
  const { findings } = await explainSignature({ message, error: '', mchid: '', keyId: '', ring: merchant })
  expect(findings.at(-1)?.remedy?.en).toMatch(remedy)
})

describe('a notification', () => {
  const body = '{"id":"EV-1","summary":"支付成功"}'
  it.each([
    ['whose nonce was changed', notificationOf(body).replace(NONCE, 'XX'), [/The key is right.*Nonce/]],
    ['whose signature was cut', notificationOf(body).replace(/(Signature: .{100}).*/, '$1'), [/has 75 bytes/]],
    [
      'that was read piece by piece',
      notificationOf(body, { body: body.replace('支', '\ufffd\ufffd') }),
      [/U\+FFFD/, /The key is right/],
    ],
    ['that was cut', notificationOf(body, { body: body.slice(0, 20) }), [/end is missing/, /The key is right/]],
    ['without its body', notificationOf(body, { body: '' }), [/which is empty/]],
  ])('%s is told so', async (_, message, messages) => {
    const { problems } = await explain(message, platform)
    expect(problems).toEqual(messages.map((one) => expect.stringMatching(one)))
  })

  it('with another id and a changed body shows both; an id without its beginning is named', async () => {
    const changed = notificationOf(body, { serial: 'PUB_KEY_ID_1', body: `${body} ` })
    const both = await explain(changed, platform, { keyId: 'PUB_KEY_ID_2' })
    expect(both.problems).toEqual([expect.stringMatching(/PUB_KEY_ID_2/), expect.stringMatching(/white space/)])
    const cut = await explain(notificationOf(body, { serial: 'PUB_KEY_ID_0114' }), platform, { keyId: '0114' })
    expect(cut.problems).toEqual([expect.stringMatching(/lacks PUB_KEY_ID_/)])
  })

  it('whose + became blanks is told so, and verified', async () => {
    const message = notificationOf(body).replace(/(?<=Signature: ).*/, (text) => text.replaceAll('+', ' '))
    const { problems, passes } = await explain(message, platform)
    expect([problems.length, passes]).toEqual([
      /\+/.test(notificationOf(body).split('Signature: ')[1] ?? '') ? 1 : 0,
      true,
    ])
  })
})

it('WeChat Pay’s key for a request is the one fault; the merchant’s public key is none', async () => {
  expect((await explain(requestOf(), platform)).problems).toEqual([expect.stringMatching(/WeChat Pay’s key/)])
  const own = await ringOf(pem('merchant.public'))
  expect(await explain(requestOf(), own)).toEqual({ problems: [], passes: true })
  expect((await explain(requestOf(messageOf('GET')), own)).problems).toEqual([expect.stringMatching(/the method GET/)])
})
