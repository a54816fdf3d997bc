// Notations in which people paste a request or a notification, each read to the same bytes: its signature passes.
import { expect, it } from 'vitest'
import { explainSignature } from '../signature/explain.ts'
import { BODY, messageOf, NONCE, NOW, notificationOf, pem, requestOf, ringOf, signText, TARGET } from './given.ts'

const merchant = await ringOf(pem('merchant.private'))
const platform = await ringOf(pem('platform.public'))
const explain = async (message: string | Uint8Array, ring = merchant) => {
  const bytes = typeof message === 'string' ? new TextEncoder().encode(message) : message
  const { findings } = await explainSignature({ message: bytes, error: '', mchid: '', keyId: '', ring })
  return {
    problems: findings.filter(({ status }) => status === 'problem').map(({ text }) => text.en),
    notes: findings.filter(({ status }) => status === 'note').map(({ text }) => text.en),
    passes: findings.some(({ check, status }) => check === 'signature' && status === 'passed'),
  }
}

const ADDRESS = `https://api.mch.weixin.qq.com${TARGET}`
const authorizationOf = (request: string) => /^Authorization: (.*)$/m.exec(request)?.[1] ?? ''
const AUTHORIZATION = authorizationOf(requestOf())
const escapeQuotes = (text: string) => text.replaceAll('"', '\\"')
/** A word as Chromium copies it for the command prompt of Windows. */
const quoteForPrompt = (text: string) => `^"${escapeQuotes(text).replace(/[^a-zA-Z0-9\s_\-:=+~'/.,?;()*`]/g, '^$&')}^"`
const chinese = '{"description":"门店，（一）“好”"}'
const GET = requestOf(messageOf('GET', TARGET, NOW, ''), { body: '', line: `GET ${TARGET} HTTP/1.1` })

it.each([
  [
    'curl of bash',
    `curl -X POST "${ADDRESS}" -H "Authorization: ${escapeQuotes(AUTHORIZATION)}" -d "${escapeQuotes(BODY)}"`,
  ],
  [
    'curl of the command prompt',
    `curl -X POST "${ADDRESS}" ^\r\n -H "Authorization: ${escapeQuotes(AUTHORIZATION)}" ^\r\n -d "${escapeQuotes(BODY)}"`,
  ],
  [
    'curl as browsers copy it for the command prompt',
    `curl ${quoteForPrompt(ADDRESS)} ^\n  -H ${quoteForPrompt(`Authorization: ${AUTHORIZATION}`)} ^\n  --data-raw ${quoteForPrompt(BODY)}`,
  ],
  [
    'curl.exe of PowerShell',
    `PS C:\\x> curl.exe -X POST '${ADDRESS}' \`\r\n  -H 'Authorization: ${escapeQuotes(AUTHORIZATION)}' \`\r\n  -d '${escapeQuotes(BODY)}'`,
  ],
  [
    'curl with switches before the address',
    `curl --path-as-is '${ADDRESS}' -H 'Authorization: ${AUTHORIZATION}' -d '${BODY}'`,
  ],
  [
    'curl that encodes a query',
    `curl -G --data-urlencode 'plate=粤B' -d mchid=1 '${ADDRESS.split('?')[0]}' -H 'Authorization: ${authorizationOf(GET)}'`,
  ],
  [
    'curl with Chinese punctuation',
    `curl '${ADDRESS}' -H 'Authorization: ${authorizationOf(requestOf(messageOf('POST', TARGET, NOW, chinese)))}' -d '${chinese}'`,
  ],
  [
    'curl that uploads',
    `curl '${ADDRESS}' -H 'Authorization: ${authorizationOf(requestOf(messageOf('POST', TARGET, NOW, '{"filename":"x"}')))}' -F 'meta={"filename":"x"};type=application/json' -F 'file=@x.png'`,
  ],
  [
    'curl --verbose',
    `* Connected\n> ${GET.trim().replaceAll('\n', '\n> ')}\n>\n< HTTP/2 401\n<\n{"code":"SIGN_ERROR"}`,
  ],
  [
    'fetch',
    `fetch("${ADDRESS}", {\n  "headers": { "authorization": ${JSON.stringify(AUTHORIZATION)} },\n  "body": ${JSON.stringify(BODY)},\n  "method": "POST"\n});`,
  ],
  [
    'an archive of a browser',
    JSON.stringify({
      log: {
        entries: [
          { request: { method: 'GET', url: 'https://example.com/', headers: [] } },
          {
            request: {
              method: 'POST',
              url: ADDRESS,
              headers: [{ name: 'Authorization', value: AUTHORIZATION }],
              postData: { text: BODY },
            },
          },
        ],
      },
    }),
  ],
  ['CRLF', requestOf().replaceAll('\n', '\r\n')],
  ['a byte order mark', `\ufeff${requestOf()}`],
  ['UTF-16', Uint8Array.of(0xff, 0xfe, ...Buffer.from(requestOf(), 'utf16le'))],
  ['empty lines between all lines', requestOf().replaceAll('\n', '\n\n')],
  ['indented lines', requestOf().replace(/^/gm, '    ')],
  ['a folded header', requestOf().replace('",nonce', '",\n  nonce')],
  ['one line of a log', requestOf().replaceAll('\n', '\\n')],
])('a request as %s', async (_, message) => {
  expect(await explain(message)).toMatchObject({ problems: [], passes: true })
})

const body = '{"id":"EV-1","summary":"支付成功"}'
const headers = {
  'wechatpay-timestamp': String(NOW),
  'wechatpay-nonce': NONCE,
  'wechatpay-serial': 'PUB_KEY_ID_PLATFORM',
  'wechatpay-signature': signText(`${NOW}\n${NONCE}\n${body}\n`, 'platform.private'),
}
const lines = (name: (header: string) => string) =>
  Object.entries(headers)
    .map(([header, value]) => `${name(header)}: ${value}`)
    .join('\n')

it.each([
  ['HTTP', notificationOf(body)],
  ['an event of a cloud function', JSON.stringify({ httpMethod: 'POST', path: '/notify', headers, body }, null, 2)],
  [
    'an event in base64',
    JSON.stringify({ headers, body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
  ],
  ['headers as JSON before the body', `${JSON.stringify(headers, null, 2)}\n${body}`],
  [
    'headers by the names of CGI',
    `${lines((header) => `HTTP_${header.toUpperCase().replaceAll('-', '_')}`)}\n\n${body}`,
  ],
  ['one line of a log', notificationOf(body).replaceAll('\n', '\\n')],
])('a notification as %s', async (_, message) => {
  expect(await explain(message, platform)).toEqual({ problems: [], notes: [], passes: true })
})

it.each([
  ['HTTPie', `http POST '${ADDRESS}' 'Authorization: ${AUTHORIZATION}' --raw='${BODY}'`, /another program than curl/],
  ['wget', `wget --method=POST --body-data='${BODY}' '${ADDRESS}'`, /another program than curl/],
  ['PowerShell', `Invoke-WebRequest -Uri "${ADDRESS}" -Method "POST"`, /fetch or of PowerShell/],
  [
    'curl --verbose of a body',
    `> POST ${TARGET} HTTP/1.1\n> Host: x\n> Authorization: ${AUTHORIZATION}\n> \n< HTTP/1.1 401`,
    /the body that was sent is not in it/,
  ],
])('%s is named, with what to do', async (_, message, named) => {
  expect((await explain(message)).problems).toEqual([expect.stringMatching(named)])
})

it('a command that a chat has changed is read as it was, and the change is told', async () => {
  const changed = `curl -X POST ‘${ADDRESS}’ -H ‘Authorization： ${AUTHORIZATION}’ -d ‘${BODY}’`
  const { problems, notes, passes } = await explain(changed)
  expect([problems, passes, notes]).toEqual([[], true, [expect.stringMatching(/curly apostrophes/)]])
})

const BLANKS = ' '.repeat(400_000)

it.each([
  ['a start line', `POST /x${BLANKS}y`],
  ['a header', `POST /x HTTP/1.1\nAuthorization: a${BLANKS}y\n\n`],
  ['a signature', requestOf().replace(/signature="[^"]*/, `signature="a${BLANKS}y`)],
  ['a body', requestOf(messageOf(), { body: `{"a":${BLANKS},${BLANKS}y` })],
  ['a command', `curl '/x' -H 'Authorization: ${BLANKS}' -d ${BLANKS}y`],
])('of many blanks in %s is read to its end', async (_, text) => {
  const { problems } = await explain(text)
  expect(problems.length).toBeGreaterThan(0)
})

it('a request with the response after it is compared with the error in that, as is an error from a chat', async () => {
  const information = { truncated_sign_message: messageOf('GET'), sign_message_length: 9 }
  const error = JSON.stringify({ code: 'SIGN_ERROR', message: '签名错误', detail: { sign_information: information } })
  const log = `${requestOf()}\n\nHTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n${error}`
  expect((await explain(log)).problems).toEqual([expect.stringMatching(/received another method/)])
  expect((await explain(`${requestOf()}\nHTTP/1.1 502 Bad Gateway\n\n<html>`)).problems).toEqual([])
  expect((await explain(error.replaceAll('"', '”'))).problems).toEqual([expect.stringMatching(/SIGN_ERROR/)])
})
