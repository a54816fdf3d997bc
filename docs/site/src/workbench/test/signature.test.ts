import { describe, expect, it } from 'vitest'
import { EMPTY_RING, type KeyRing } from '../keys/key-ring.ts'
import { explainSignature } from '../signature/explain.ts'
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
  signText,
  TARGET,
} from './given.ts'

const explain = async (text: string, ring: KeyRing, more: { error?: string; mchid?: string; keyId?: string } = {}) => {
  const message = new TextEncoder().encode(text)
  const report = await explainSignature({ message, error: '', mchid: '', keyId: '', ...more, ring })
  return { ...report, problems: report.findings.filter(({ status }) => status === 'problem') }
}
const merchant = await ringOf(pem('merchant.private'))
const platform = await ringOf(pem('platform.public'))
const stranger = await ringOf(pem('stranger.public'))
const own = await ringOf(certificate('merchant.pem'))

describe('a request', () => {
  it('that is right passes, by private key, by certificate and by both, and has the same header again', async () => {
    const request = requestOf()
    for (const ring of [
      merchant,
      await ringOf(certificate('merchant.pem')),
      await ringOf(pem('merchant.private'), certificate('merchant.pem'), pem('platform.public')),
    ]) {
      const { kind, problems, lines, findings } = await explain(request, ring)
      expect([kind, problems]).toEqual(['request', []])
      expect(findings).toContainEqual(expect.objectContaining({ check: 'signature', status: 'passed' }))
      expect(lines.map(({ name }) => name)).toEqual(['method', 'target', 'timestamp', 'nonce', 'body'])
      expect(lines.some(({ signed }) => signed !== undefined)).toBe(false)
    }
    const { header } = await explain(request, merchant)
    expect(header?.isFresh).toBe(false)
    expect(header?.line).toBe(/^Authorization: .*$/m.exec(request)?.[0])
  })

  it.each([
    ['body', /serialised again/, messageOf('POST', TARGET, NOW, JSON.stringify(JSON.parse(BODY), null, 2))],
    ['target', /decoded/, messageOf('POST', decodeURIComponent(TARGET))],
    ['method', /the method GET/, messageOf('GET')],
    ['body', /without its last line feed/, messageOf().slice(0, -1)],
    ['timestamp', /earlier/, messageOf('POST', TARGET, NOW - 1)],
  ])('of which another %s was signed shows both lines: %s', async (name, mistake, signed) => {
    const { problems, lines, header } = await explain(requestOf(signed), merchant)
    expect(problems).toEqual([expect.objectContaining({ check: 'signature' })])
    expect(problems[0]?.text.en).toMatch(mistake)
    const changed = lines.filter((line) => line.signed !== undefined)
    expect(changed.map((line) => line.name)).toEqual([name])
    expect(header?.line).toContain(`signature="${signText(messageOf())}"`)
  })

  it.each([
    ['key', /WeChat Pay’s key/, requestOf(), platform, {}],
    ['signature', /another private key/, requestOf(messageOf(), { key: 'stranger.private' }), merchant, {}],
    ['serial', /serial_no is 7A1F/, requestOf(messageOf(), { serial: '7A1F' }), merchant, { keyId: SERIAL }],
    ['mchid', /the merchant number given here/, requestOf(), merchant, { mchid: '1900000001' }],
    [
      'clock',
      /13 characters/,
      requestOf(messageOf('POST', TARGET, NOW * 1000), { time: String(NOW * 1000) }),
      merchant,
      {},
    ],
    [
      'clock',
      /after this clock/,
      requestOf(messageOf('POST', TARGET, NOW + 4000), { time: String(NOW + 4000) }),
      merchant,
      {},
    ],
  ] as const)('with a wrong %s is told: %s', async (check, message, text, ring, more) => {
    const { problems } = await explain(text, ring, more)
    expect(problems[0]).toMatchObject({ check, text: { en: expect.stringMatching(message) } })
  })

  it('gets a header of this moment, where its own time or nonce cannot be used', async () => {
    const { header } = await explain(requestOf(messageOf(), { time: String(NOW * 1000) }), merchant)
    expect(header?.isFresh).toBe(true)
    expect(Number(/timestamp="(\d+)"/.exec(header?.line ?? '')?.[1])).toBeGreaterThanOrEqual(NOW)
  })

  it('is compared with what WeChat Pay received', async () => {
    const detail = {
      sign_information: { truncated_sign_message: messageOf('POST', TARGET, NOW, '{"other"'), sign_message_length: 9 },
    }
    const error = JSON.stringify({ code: 'SIGN_ERROR', message: '签名错误', detail })
    const { problems } = await explain(requestOf(), merchant, { error })
    expect(problems).toEqual([
      expect.objectContaining({ check: 'message', difference: expect.objectContaining({ line: 'body' }) }),
    ])
    const alone = await explain(error, EMPTY_RING)
    expect([alone.kind, alone.lines[0]?.text]).toEqual(['error', 'POST'])
    const { findings } = await explain(requestOf(), merchant, { error: 'HTTP 401' })
    expect(findings).toContainEqual(expect.objectContaining({ check: 'error', status: 'note' }))
  })

  it('of curl that reads a file says that a page cannot', async () => {
    const { kind, findings } = await explain("curl -d @order.json 'https://api.mch.weixin.qq.com/v3/x'", merchant)
    expect([kind, findings[0]?.text.en]).toEqual(['unreadable', expect.stringContaining('order.json')])
  })

  it('comes field by field too', async () => {
    const headers = { authorization: /^Authorization: (.*)$/m.exec(requestOf())?.[1] ?? '' }
    const message = { method: 'POST', target: TARGET, headers, body: new TextEncoder().encode(BODY) }
    const { findings } = await explainSignature({ message, error: '', ring: merchant, mchid: '', keyId: '' })
    expect(findings).toEqual([expect.objectContaining({ status: 'passed' })])
  })
})

describe('a notification', () => {
  const body = '{"id":"EV-1","event_type":"TRANSACTION.SUCCESS","resource":{"ciphertext":"a/b+c"}}'

  it('that WeChat Pay signed passes, and shows its message', async () => {
    const { kind, problems, lines } = await explain(notificationOf(body), platform)
    expect([kind, problems]).toEqual(['signed', []])
    expect(lines.map(({ name }) => name)).toEqual(['timestamp', 'nonce', 'body'])
  })

  it.each([
    [/without blanks/, JSON.stringify(JSON.parse(body), null, 2)],
    [/decoded from base64/, Buffer.from(body).toString('base64')],
    [/without its last line feed/, `${body}\n`],
    [/made typographic/, body.replaceAll('"', '”')],
  ])('whose body was changed on the way shows both: %s', async (mistake, changed) => {
    const { problems, lines } = await explain(notificationOf(body, { body: changed }), platform)
    expect(problems[0]).toMatchObject({ check: 'body', text: { en: expect.stringMatching(mistake) } })
    expect(lines.at(-1)?.signed).toBe(`${body}\n`)
  })

  it.each([
    ['key', /No key/, notificationOf(body), EMPTY_RING, ''],
    ['key', /merchant’s own \(CN=1900007291\)/, notificationOf(body), own, ''],
    ['serial', /PUB_KEY_ID_OTHER/, notificationOf(body), platform, 'PUB_KEY_ID_OTHER'],
    ['signature', /on purpose/, notificationOf(body, { signature: 'WECHATPAY/SIGNTEST/x' }), platform, ''],
    ['headers', /Wechatpay-Nonce/, notificationOf(body).replace(/^Wechatpay-Nonce.*\n/m, ''), platform, ''],
    ['signature', /made with another key/, notificationOf(body), stranger, ''],
    ['clock', /after this clock/, notificationOf(body, { time: NOW + 4000 }), platform, ''],
  ] as const)('with a fault of %s is told: %s', async (check, message, text, ring, keyId) => {
    const { problems } = await explain(text, ring, { keyId })
    expect(problems).toContainEqual(
      expect.objectContaining({ check, text: expect.objectContaining({ en: expect.stringMatching(message) }) }),
    )
  })
})

describe('anything else', () => {
  it.each([
    ['', /nothing yet/],
    ['hello', /begins with “hello”/],
    ['{"id":"1","resource":{"ciphertext":"x"}}', /without its headers/],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', /a key or a certificate/],
    ['<xml></xml>', /APIv2/],
    ['\u0000\u0001\ufffd', /begins with/],
    ['curl', /begins with|no Authorization/],
    ['HTTP/1.1 200 OK\n\n{}', /no Wechatpay-Signature/],
  ])('%j is told for what it is', async (text, message) => {
    const { problems } = await explain(text, merchant)
    expect(problems[0]?.text.en).toMatch(message)
    expect(problems[0]?.text.zh).toMatch(/[一-鿿]/)
    expect(problems[0]?.remedy).toBeDefined()
  })

  it('never fails, whatever is pasted', async () => {
    const pieces = [
      requestOf(),
      notificationOf('{}'),
      pem('merchant.private'),
      'curl -H "',
      'fetch("x", {"headers":{"authorization":"WECHATPAY2"}})',
      '{"headers":{"wechatpay-signature":"x"},"body":"y"}',
      '{"log":{"entries":[{"request":{"url":"/x","headers":[]}}]}}',
      'curl ^"x^" `\r\n',
      '“’：＄\u0000',
      `${NONCE}\n\n`,
    ]
    for (let seed = 1; seed < 150; seed++) {
      const text = [0, 1, 2]
        .map((index) => cut(pieces[(seed * 7 + index * 3) % pieces.length] ?? '', seed * (index + 1)))
        .join('')
      const { findings } = await explain(text, seed % 2 ? merchant : platform, { error: cut(text, seed) })
      expect(findings.length, text).toBeGreaterThan(0)
    }
  })
})

/** A piece of a text that depends on a number. */
function cut(text: string, seed: number): string {
  const start = (seed * 31) % (text.length + 1)
  return text.slice(start, start + ((seed * 17) % 300))
}
