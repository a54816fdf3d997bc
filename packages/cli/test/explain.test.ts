import { createHash, createPrivateKey, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPem, readVectors } from '@wechatpay-kit/test-vectors'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand, runIntoClosedPipe, vector } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const now = Math.floor(Date.now() / 1000)
const NONCE = '5crhJRmybPB3Y5Xi'
const TARGET = '/v3/pay/transactions/jsapi?plate=%E7%B2%A4B&mchid=1'
const BODY = '{"description":"门店/1","amount":{"total":1},"payer_name":"张三丰"}'
const KEYS = {
  WECHATPAY_MCHID: '1900000001',
  WECHATPAY_SERIAL: '7A1F',
  WECHATPAY_PRIVATE_KEY_FILE: vector('keys/merchant.private.pem'),
  WECHATPAY_PUBLIC_KEY_FILE: vector('keys/platform.public.pem'),
  WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_PLATFORM',
}

const signText = (text: string, key = 'merchant.private') =>
  sign('sha256', Buffer.from(text), createPrivateKey(readPem(key))).toString('base64')
const messageOf = (method = 'POST', target = TARGET, time: number | string = now, body = BODY) =>
  `${method}\n${target}\n${time}\n${NONCE}\n${body}\n`
const authorize = (signature: string, { mchid = '1900000001', serial = '7A1F', time = String(now) } = {}) =>
  `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${NONCE}",signature="${signature}",timestamp="${time}",serial_no="${serial}"`
const requestOf = (authorization: string, body = BODY, line = `POST ${TARGET} HTTP/1.1`) =>
  `${line}\r\nHost: api.mch.weixin.qq.com\r\nAuthorization: ${authorization}\r\n\r\n${body}`

interface Finding {
  check: string
  status: string
  text: { en: string; zh: string }
  difference?: { line: string; character: number; one: string; other: string }
}

const explain = async (input: string, args: string[] = [], env: Record<string, string> = KEYS) => {
  const { code, stdout, stderr } = await runCommand(['explain', '--json', ...args], { input, env })
  expect(stderr).toBe('')
  const { kind, wrong, findings } = JSON.parse(stdout) as { kind: string; wrong: boolean; findings: Finding[] }
  expect(code).toBe(wrong ? 1 : 0)
  return { kind, findings, problems: findings.filter(({ status }) => status === 'problem') }
}

describe('a request', () => {
  it('that is right passes, by private key and by certificate', async () => {
    const input = requestOf(authorize(signText(messageOf())))
    const { kind, findings, problems } = await explain(input)
    expect([kind, problems]).toEqual(['request', []])
    expect(findings).toContainEqual(expect.objectContaining({ check: 'signature', status: 'passed' }))
    const env = { WECHATPAY_CERTIFICATE_FILE: vector('certificates/merchant.pem') }
    expect((await explain(input, [], env)).findings).toContainEqual(
      expect.objectContaining({ check: 'signature', status: 'passed' }),
    )
  })

  it.each([
    [
      'body',
      /blanks after commas/,
      messageOf('POST', TARGET, now, '{"description": "门店/1", "amount": {"total": 1}, "payer_name": "张三丰"}'),
    ],
    [
      'body',
      /escaped as \\uXXXX/,
      messageOf(
        'POST',
        TARGET,
        now,
        BODY.replace(/[一-鿿]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
      ),
    ],
    ['body', /slashes escaped/, messageOf('POST', TARGET, now, BODY.replaceAll('/', '\\/'))],
    ['body', /two blanks/, messageOf('POST', TARGET, now, JSON.stringify(JSON.parse(BODY), null, 2))],
    ['body', /line feed after it|one more line feed/, messageOf('POST', TARGET, now, `${BODY}\n`)],
    ['body', /no body/, messageOf('POST', TARGET, now, '')],
    ['target', /without its query/, messageOf('POST', TARGET.split('?')[0])],
    ['target', /decoded/, messageOf('POST', decodeURIComponent(TARGET))],
    ['target', /the whole URL/, messageOf('POST', `https://api.mch.weixin.qq.com${TARGET}`)],
    ['target', /first slash/, messageOf('POST', TARGET.slice(1))],
    ['target', /without its query, with no body/, messageOf('POST', TARGET.split('?')[0], now, '')],
    ['method', /the method GET/, messageOf('GET')],
    ['method', /small letters/, messageOf('post')],
    ['timestamp', /1 s earlier/, messageOf('POST', TARGET, now - 1)],
    ['body', /without its last line feed/, messageOf().slice(0, -1)],
    ['method', /CRLF/, messageOf().replaceAll('\n', '\r\n')],
    ['method', /written out/, messageOf().replaceAll('\n', '\\n')],
    ['timestamp', /in milliseconds/, messageOf('POST', TARGET, now * 1000 + 7)],
    [
      'target',
      /decoded, with .*without its last line feed/,
      messageOf('POST', decodeURIComponent(TARGET)).slice(0, -1),
    ],
    [
      'method',
      /small letters, with .*two blanks/,
      messageOf('post', TARGET, now, JSON.stringify(JSON.parse(BODY), null, 2)),
    ],
    ['timestamp', /nonce before timestamp/, `POST\n${TARGET}\n${NONCE}\n${now}\n${BODY}\n`],
  ])('of which another %s was signed is told: %s', async (line, mistake, signed) => {
    const { problems } = await explain(requestOf(authorize(signText(signed))))
    expect(problems).toEqual([
      expect.objectContaining({
        check: 'signature',
        text: expect.objectContaining({ en: expect.stringMatching(mistake) }),
      }),
    ])
    expect(problems[0]?.difference?.line).toBe(line)
  })

  it('shows the first difference, invisible characters too, and nothing else of the body', async () => {
    const input = requestOf(authorize(signText(messageOf('POST', TARGET, now, `${BODY}\n`))))
    const env = { ...KEYS, LANG: 'zh_CN.UTF-8' }
    const chinese = await runCommand(['explain'], { input, env })
    expect(chinese).toMatchObject({ code: 1, stderr: '' })
    expect(chinese.stdout).toMatch(/^✗ .*换行符/m)
    expect(chinese.stdout).toMatch(/所签内容.*⏎/)
    expect(chinese.stdout).toMatch(/^ {2}timestamp +\d+⏎$/m)
    const pretty = requestOf(
      authorize(signText(messageOf('POST', TARGET, now, JSON.stringify(JSON.parse(BODY), null, 4)))),
    )
    const english = await runCommand(['explain'], { input: pretty, env: KEYS })
    expect(english.stdout).toMatch(/signed +\{⏎ {4}"description/)
    for (const secret of [readPem('merchant.private').split('\n')[5] as string, '张三丰', '1900000001'])
      expect(english.stdout).not.toContain(secret)
  })

  it.each([
    ['mchid', /1900000002.*1900000001/, authorize(signText(messageOf()), { mchid: '1900000002' })],
    ['serial', /7A1E.*7A1F/, authorize(signText(messageOf()), { serial: '7A1E' })],
    ['serial', /in decimal/, authorize(signText(messageOf()), { serial: String(0x7a1f) })],
    [
      'clock',
      /13 characters/,
      authorize(signText(messageOf('POST', TARGET, now * 1000)), { time: String(now * 1000) }),
    ],
    [
      'clock',
      /after this clock/,
      authorize(signText(messageOf('POST', TARGET, now + 4000)), { time: String(now + 4000) }),
    ],
    ['signature', /another private key/, authorize(signText(messageOf(), 'stranger.private'))],
    ['signature', /with this key, but of another message/, authorize(signText('x'))],
    ['signature', /hexadecimal/, authorize(Buffer.from(signText(messageOf()), 'base64').toString('hex'))],
    ['signature', /is no base64/, authorize('签名')],
    ['signature', /has 32 bytes/, authorize(createHash('sha256').update(messageOf()).digest('base64'))],
    ['authorization', /another scheme/, authorize(signText(messageOf())).replace('WECHATPAY2', 'WECHATPAY')],
    ['authorization', /lacks nonce_str/, authorize(signText(messageOf())).replace('nonce_str=', 'nonce=')],
  ])('with a wrong %s is told: %s', async (check, message, authorization) => {
    const { problems } = await explain(requestOf(authorization))
    expect(problems[0]).toMatchObject({ check, text: { en: expect.stringMatching(message) } })
    expect(JSON.stringify(problems)).toMatch(/"remedy"/)
  })

  it('without Authorization, and with a target that nobody can sign, is told', async () => {
    const bare = `GET /v3/certificates HTTP/1.1\nHost: api.mch.weixin.qq.com\n\n`
    expect((await explain(bare)).problems[0]?.text.en).toContain('no Authorization')
    const chinese = requestOf(authorize(signText('x')), '', 'GET /v3/x?name=张三 HTTP/1.1')
    expect((await explain(chinese)).problems[0]).toMatchObject({
      check: 'message',
      text: { en: expect.stringContaining('percent-encoded'), zh: expect.stringContaining('百分号编码') },
    })
  })

  it('comes as a curl command, or as fields', async () => {
    const authorization = authorize(signText(messageOf()))
    const quoted = `curl -sX POST 'https://api.mch.weixin.qq.com${TARGET}' \\\n  -H 'Authorization: ${authorization}' -H "Accept: */*" --compressed --data-raw '${BODY}'`
    expect((await explain(quoted)).problems).toEqual([])
    const ansi = `$ curl --request=POST --header $'Authorization: ${authorization}' -d $'${BODY.replace('门', '\\u95e8')}' --url "https://api.mch.weixin.qq.com${TARGET}"`
    expect((await explain(ansi)).problems).toEqual([])
    const get = `curl -H 'Authorization: ${authorize(signText(messageOf('GET', '/v3/certificates', now, '')))}' https://api.mch.weixin.qq.com/v3/certificates`
    expect((await explain(get)).problems).toEqual([])
    const fields = ['--method', 'POST', '--target', TARGET, '--header', `Authorization: ${authorization}`]
    expect((await explain(BODY, fields)).problems).toEqual([])
    const [problem] = (await explain(`${BODY}\n`, fields)).problems
    expect(problem).toMatchObject({
      text: { en: expect.stringContaining('the body without its last line feed') },
      remedy: { en: expect.stringContaining('If the line feed came with the file alone, the signature is right') },
    })
  })

  it('that a chat has changed is read as it was sent, and the change is told', async () => {
    const request = requestOf(authorize(signText(messageOf())))
    const [head = '', body = ''] = request.split('\r\n\r\n')
    const curly = head
      .replaceAll('"', '”')
      .replace('POST', 'ＰＯＳＴ')
      .replace('Authorization: ', '\u200bAuthorization： ')
    for (const changed of [
      `${curly}\r\n\r\n${body}`,
      `\`\`\`http\n${request.replaceAll('\r', '')}\n\`\`\``,
      request.replaceAll('\r', '').replace(/^/gm, '> '),
      `\n\n${request}`,
    ])
      expect((await explain(changed)).problems, changed).toEqual([])
    const [note] = (await explain(`${curly}\r\n\r\n${body}`)).findings
    expect(note).toMatchObject({
      check: 'input',
      status: 'note',
      text: { en: expect.stringMatching(/curly quotation marks, full-width characters, invisible characters/) },
    })
    const { problems } = await explain(request.replace(BODY, BODY.replaceAll('"', '”')))
    expect(problems.map(({ text }) => text.en)).toEqual([
      expect.stringContaining('curly quotation marks stand in it'),
      expect.stringContaining('made typographic'),
    ])
  })

  it('is read as browsers show HTTP/2, and by another spelling of its first line', async () => {
    const authorization = authorize(signText(messageOf()))
    const pseudo = `:authority: api.mch.weixin.qq.com\n:method: POST\n:path: ${TARGET}\nauthorization: ${authorization}\n\n${BODY}`
    expect((await explain(pseudo)).problems).toEqual([])
    const url = requestOf(authorization, BODY, `POST  https://api.mch.weixin.qq.com${TARGET}`)
    expect((await explain(url)).problems).toEqual([])
  })

  it('is read from a file, whose last line feed was never sent', async () => {
    const length = `Content-Length: ${Buffer.byteLength(BODY)}\r\n`
    const text = `${requestOf(authorize(signText(messageOf()))).replace('Host:', `${length}Host:`)}\n`
    const { code, stdout } = await runCommand(['explain', write('request.txt', text)], { env: KEYS })
    expect(stdout).toMatch(/^✓ /m)
    expect(code).toBe(0)
  })
})

describe('an error of WeChat Pay’s', () => {
  const errorOf = (message: string, length = Buffer.byteLength(message)) => {
    const truncated = `${message.split('\n').slice(0, 4).join('\n')}\n${message.split('\n').slice(4).join('\n').slice(0, 10)}\n`
    const sign_information = {
      method: 'POST',
      url: TARGET,
      truncated_sign_message: truncated,
      sign_message_length: length,
    }
    return JSON.stringify({ code: 'SIGN_ERROR', message: '签名错误', detail: { field: 'signature', sign_information } })
  }
  const request = requestOf(authorize(signText(messageOf())))
  const explainWith = (error: string) => explain(request, ['--error', write('error.json', error)])

  it.each([
    ['method', messageOf('GET')],
    ['target', messageOf('POST', '/v3/pay/transactions/jsapi')],
    ['timestamp', messageOf('POST', TARGET, now + 1)],
    ['body', messageOf('POST', TARGET, now, '{ "description":"门店/1"}')],
  ])('that shows another %s is compared with the request', async (line, received) => {
    const { problems } = await explainWith(errorOf(received))
    expect(problems).toEqual([
      expect.objectContaining({ check: 'message', difference: expect.objectContaining({ line }) }),
    ])
  })

  it('that tells another length means the body; the same message means another key', async () => {
    const [shorter] = (await explainWith(errorOf(messageOf(), 20))).problems
    expect(shorter).toMatchObject({ check: 'message', text: { en: expect.stringContaining('20 bytes') } })
    const [same] = (await explainWith(errorOf(messageOf()))).problems
    expect(same).toMatchObject({ check: 'serial', text: { en: expect.stringContaining('another key') } })
  })

  it('comes with the headers of its response too', async () => {
    const response = `HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\r\n${errorOf(messageOf('GET'))}`
    expect((await explainWith(response)).problems).toEqual([
      expect.objectContaining({ difference: expect.objectContaining({ line: 'method' }) }),
    ])
  })

  it('tells alone what was received, and whether it is about a signature', async () => {
    const { kind, problems } = await explain(errorOf(messageOf()), [], {})
    expect([kind, problems[0]?.check]).toEqual(['error', 'error'])
    expect(problems[0]?.text.en).toMatch(/SIGN_ERROR.*\d+ bytes/)
    const other = await explain('{"code":"PARAM_ERROR","message":"参数错误"}', [], {})
    expect(JSON.stringify(other.problems)).toContain('no error of a signature')
  })
})

describe('a response or a notification', () => {
  const [signed = expect.fail()] = readVectors('signed-messages/openssl').vectors
  const body = signed.input.body as string
  const answer = (text: string, changes: Record<string, string | undefined> = {}) => {
    const headers = Object.entries({ ...signed.input.headers, ...changes })
    const lines = headers.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
    return ['HTTP/1.1 200 OK', ...lines, '', text].join('\r\n')
  }

  it('that WeChat Pay signed passes, however old; also as a request', async () => {
    const { kind, findings, problems } = await explain(answer(body))
    expect([kind, problems, findings.length]).toEqual(['signed', [], 2])
    const notification = answer(body).replace('HTTP/1.1 200 OK', 'POST /notify HTTP/1.1')
    expect((await explain(notification)).problems).toEqual([])
    const headersAlone = answer(body).replace('HTTP/1.1 200 OK\r\n', '')
    expect(await explain(headersAlone)).toMatchObject({ kind: 'signed', problems: [] })
    const { stdout } = await runCommand(['explain'], { input: answer(body), env: KEYS })
    expect(stdout).toMatch(/timestamp +\d+⏎\n +nonce +\S+⏎\n +body +\d+ bytes/)
  })

  it.each([
    [/without its last line feed/, `${body}\n`],
    [/without blanks/, JSON.stringify(JSON.parse(body), null, 2)],
    [/decoded from base64/, Buffer.from(body).toString('base64')],
    [/Latin-1/, Buffer.from(body).toString('latin1')],
    [/made typographic/, body.replaceAll('"', '”').replace('{', '\u200b{')],
  ])('whose body was changed on the way is told: %s', async (mistake, changed) => {
    const { problems } = await explain(answer(changed))
    expect(problems).toEqual([
      expect.objectContaining({
        check: 'body',
        text: expect.objectContaining({ en: expect.stringMatching(mistake) }),
        difference: expect.any(Object),
      }),
    ])
  })

  it.each([
    ['serial', /PUB_KEY_ID_OTHER.*PUB_KEY_ID_PLATFORM/, { 'Wechatpay-Serial': 'PUB_KEY_ID_OTHER' }],
    ['signature', /on purpose/, { 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/abc' }],
    ['headers', /Wechatpay-Nonce/, { 'Wechatpay-Nonce': undefined }],
    ['signature', /no known change/, { 'Wechatpay-Nonce': 'another' }],
  ])('with a fault of %s is told: %s', async (check, message, changes) => {
    expect((await explain(answer(body, changes))).problems).toEqual([
      expect.objectContaining({
        check,
        text: { en: expect.stringMatching(message), zh: expect.stringMatching(/[一-鿿]{4}/) },
      }),
    ])
  })

  it('that has no signature, or refuses one, is told', async () => {
    const bare = 'HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n\r\n<html></html>'
    for (const env of [KEYS, {}])
      expect((await explain(bare, [], env)).problems[0]).toMatchObject({
        check: 'headers',
        text: { en: expect.stringContaining('no Wechatpay-Signature') },
      })
    const refused = answer(JSON.stringify({ code: 'SIGN_ERROR', message: '签名错误' }))
    const { kind, problems } = await explain(refused)
    expect([kind, problems[0]?.check]).toEqual(['signed', 'error'])
    const request = '{"code":"A1","message":"text"}'
    const signed = requestOf(authorize(signText(messageOf('POST', TARGET, now, request))), request)
    expect(await explain(signed)).toMatchObject({ kind: 'request', problems: [] })
  })

  it('that is verified with the merchant’s own key, or with none, is told', async () => {
    const own = { ...KEYS, WECHATPAY_PUBLIC_KEY_FILE: vector('keys/merchant.public.pem') }
    expect((await explain(answer(body), [], own)).problems[0]).toMatchObject({
      check: 'key',
      text: { en: expect.stringContaining('own') },
    })
    expect((await explain(answer(body), [], {})).problems[0]).toMatchObject({ check: 'key' })
  })
})

describe('explain', () => {
  it('tells of keys that do not belong together, or are none', async () => {
    const strange = {
      ...KEYS,
      WECHATPAY_PRIVATE_KEY_FILE: vector('keys/stranger.private.pem'),
      WECHATPAY_CERTIFICATE_FILE: vector('certificates/merchant.pem'),
    }
    const input = requestOf(authorize(signText(messageOf())))
    expect((await explain(input, [], strange)).problems[0]).toMatchObject({
      check: 'key',
      text: { zh: expect.stringContaining('不是一对') },
    })
    const none = { ...KEYS, WECHATPAY_PRIVATE_KEY_FILE: vector('keys/ec.private.pem') }
    expect((await explain(input, [], none)).problems[0]).toMatchObject({ check: 'key' })
  })

  it.each([
    [[], '', 1, /INPUT_EMPTY/],
    [[], 'hello\n', 1, /INPUT_INVALID/],
    [[], '{"id":"1","resource":{"ciphertext":"x"}}', 1, /body of a notification without its headers/],
    [[], '{"description":"x"}', 1, /JSON body alone/],
    [[], '{"description":"x', 1, /ends before its end/],
    [[], '-----BEGIN PRIVATE KEY-----\nMIIE', 1, /is a key or a certificate/],
    [[], `Authorization: ${authorize('x')}`, 1, /Authorization alone/],
    [[], `Host: x\nAuthorization: ${authorize('x')}\n\n{}`, 1, /no first line/],
    [[], 'Invoke-WebRequest -Uri "https://x"', 1, /as cURL/],
    [[], '<xml><return_code>FAIL</return_code></xml>', 1, /APIv2/],
    [[], Buffer.alloc(300).toString('base64'), 1, /base64/],
    [['nowhere.txt'], '', 1, /nowhere\.txt does not exist/],
    [['--method', 'GET'], '', 2, /--target/],
    [['--error', vector('README.md')], 'x', 1, /no error body/],
  ])('%j with %j is refused', async (args, input, code, message) => {
    const outcome = await runCommand(['explain', ...args], { input })
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(message)
  })

  it('ends silently in a closed pipe', async () => {
    const input = `GET /v3/certificates HTTP/1.1\n\n`
    expect(await runIntoClosedPipe(['explain'], input)).toEqual({ code: 0, stderr: '' })
  })
})
