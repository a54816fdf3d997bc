// Responses of strangers that want time and memory, or the reader of a log.
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { isWechatPayError, readNotification } from '@wechatpay-kit/endpoints'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const GROUP = 'exhaustion'
/** Most milliseconds for one response: far more than any takes on one core that is busy. */
const SLOW = 2_000
/** Most characters of a message that quotes a stranger. */
const LONG = 4_000

/** Bodies of errors that nobody signed. @type {Record<string, () => string>} */
const bodies = {
  'a detail of 262,144 texts': () => JSON.stringify({ code: 'X', message: 'm', detail: Array(262_144).fill('a') }),
  'a detail of many names': () =>
    JSON.stringify({
      code: 'X',
      message: 'm',
      detail: Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`n${index}`, 'x'])),
    }),
  'lists 5,000 deep': () => `{"code":"X","message":"m","detail":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
  'lists a million deep': () => '['.repeat(1_000_000) + ']'.repeat(1_000_000),
  'lists eight million deep, unclosed': () => '['.repeat(8_000_000),
  'objects 100,000 deep': () => `${'{"detail":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  'a message of 10 MB': () => JSON.stringify({ code: 'X', message: 'm'.repeat(10_000_000) }),
  'a code of 10 MB': () => JSON.stringify({ code: 'X'.repeat(10_000_000), message: 'm' }),
  'beginnings of an Authorization': () => JSON.stringify({ code: 'X', message: 'WECHATPAY2-'.repeat(300_000) }),
  'beginnings of a signature': () => JSON.stringify({ code: 'X', message: 'signature="'.repeat(300_000) }),
  'line breaks and escape sequences': () =>
    JSON.stringify({
      code: 'X\nY',
      message: 'a\r\n\u001b[31mERROR\u001b]0;x\u0007\u009b2J\u202e\0b',
      detail: { '\u001b[2J': '\n' },
    }),
  'a SIGN_ERROR of great length': () =>
    JSON.stringify({
      code: 'SIGN_ERROR',
      message: 'm',
      detail: {
        sign_information: {
          method: 'x'.repeat(1e6),
          url: '/'.repeat(1e6),
          sign_message_length: 1e308,
          truncated_sign_message: '\n'.repeat(1e6),
        },
      },
    }),
  'numbers of great length': () => `{"code":"X","message":"m","detail":[${'9'.repeat(1_000_000)},1e999999]}`,
}

/** @param {Context} context */
export async function attackExhaustion(context) {
  await sendErrors(context)
  await nameStrangers(context)
}

/** @param {Context} context */
async function sendErrors({ scene, random, tally, scale }) {
  const row = {
    cert_no: '330102199001011234',
    name: '欧阳若兮',
    tel: '13800138000',
    cate_code: 'B02',
    operation_time: '1767240000000',
    sales: '3999.00',
    status: '0',
    subsidy: '599.85',
    add_code: '330102',
    address: 'a',
    sale_models: '0',
    brand: 'b',
    activity_add_code: '330100',
    uniscid: '91330000000000000X',
    corp_name: 'c',
    sn_code: 'S',
    barcode: '6901234567892',
    item_name: 'i',
    spec_model: 'K',
    is_ai_product: '1',
    order_no: 'O1',
    auth_code: 'A',
  }
  // A hundred rows have hundreds of values to look for, each in every text.
  const data = Array.from({ length: 100 }, (_, index) => ({
    ...row,
    cert_no: `3301021990010${10_000 + index}`,
    name: `${row.name}${index}`,
    tel: `138${10_000_000 + index}`,
  }))
  for (const [name, write] of Object.entries(bodies)) {
    const body = write()
    for (let round = 0; round < Math.max(1, scale); round++) {
      const status = random.pick([400, 401, 404, 500])
      const headers = { 'content-type': 'application/json', 'retry-after': '0' }
      // Its transport may be slow to take it; the time that counts is the client's.
      let start = 0
      const wxpay = scene.connectIdle(async () => {
        start = performance.now()
        return new Response(body, { status, headers })
      })
      const sync = /** @type {any} */ (wxpay.v3.gov.subsidy.zhejiang.qualifications.sync)
      const { error } = await settle(sync.post({ json: { req_ssn: `R${round}`, data } }))
      const time = performance.now() - start
      const example = `${name}: ${error?.name} after ${Math.round(time)} ms`
      tally.count(GROUP, 'an unverified error costs bounded time', time < SLOW, example)
      tally.count(
        GROUP,
        'an unverified error is one error of the union',
        isWechatPayError(error),
        `${example}: ${String(error).slice(0, 80)}`,
      )
      const message = String(error?.message)
      tally.count(
        GROUP,
        'what a stranger says is cut before it enters a message',
        message.length < LONG,
        `${name}: ${message.length} characters`,
      )
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      const isClean = !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/.test(message) && !message.includes('\n')
      tally.count(GROUP, 'no control character of a stranger enters a message', isClean, name)
    }
  }
}

/** Notifications that name keys which nobody has. @param {Context} context */
async function nameStrangers({ scene, random, tally, scale }) {
  const { merchant, apiV3Key } = scene.sandbox
  let downloads = 0
  const transport = async () => {
    downloads++
    return new Response('', { status: 500 })
  }
  const keys = createCertificateKeys({ merchant, apiV3Key, transport })
  const plain = await scene.sign(200, '{}')
  const count = Math.ceil(500 * scale)
  const readings = Array.from({ length: count }, () => {
    const serial = Array.from(random.bytes(20), (byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase()
    const headers = { ...plain.headers, 'wechatpay-serial': serial }
    return settle(readNotification({ headers, body: plain.body }, { keys: [keys], apiV3Key }))
  })
  const read = (await Promise.all(readings)).filter(({ value }) => value !== undefined).length
  tally.count(
    GROUP,
    'serial numbers of strangers cause one download a minute',
    downloads <= 3 && read === 0,
    `${count} strangers, ${downloads} requests`,
  )
}
