// Bills of strangers: nobody knows before their end that their hash is wrong.
import { isWechatPayError, readBill } from '@wechatpay-kit/endpoints'
import { placesOf } from './places.mjs'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./random.mjs').Random} Random */

const GROUP = 'bills'
const VALUE = '张三13800138000'
/** Milliseconds in which a bill of a few megabytes is read or refused, and most that one row may take. */
const [SLOW, SLOW_ROW] = [5_000, 200]
const LONG = 1_500

/** @param {number} count @param {(index: number) => string} write */
const columns = (count, write = String) => Array.from({ length: count }, (_, index) => write(index)).join(',')

/** Bills that want time or memory. @type {Record<string, () => string>} */
const bombs = {
  'no line break': () => 'a'.repeat(4e6),
  'nothing but line breaks': () => '\n'.repeat(4e6),
  'very many columns': () =>
    `${columns(150_000)}\n${`\`${columns(150_000, () => '1').replaceAll(',', ',`')}\n`.repeat(3)}`,
  'many columns of money': () =>
    `${columns(60_000, (index) => `${index}金额`)}\n\`${columns(60_000, () => '1.00').replaceAll(',', ',`')}\n`,
  'the same column': () => `${','.repeat(1e6)}\n`,
  'very many cells': () => `a,b\n\`${',`'.repeat(4e5)}\n`,
  'very short rows': () => `a,b\n${'`,`\n'.repeat(3e5)}`,
  'a number without end': () => `a,金额\n\`1,\`${'1'.repeat(1e6)}\n`,
  'zeros without end': () => `a,金额\n\`1,\`1.${'0'.repeat(1e6)}x\n`,
  'a name without end': () => `a,${'茶'.repeat(9e5)}金额\n\`1,\`x\n`,
  'names that turn text': () => 'a,\u202e\u009b31m\u2066金额\n`1,`x\n',
}

/** Lines of which chance makes bills. @type {readonly ((random: Random) => string)[]} */
const LINES = [
  () => '交易时间,订单金额,商品名称',
  () => '总交易单数,应结订单总金额',
  () => `\`2026-01-01,\`1.00,\`${VALUE}`,
  () => `\`${VALUE},\`${VALUE},\`a`,
  () => `\`${VALUE}充值金额,\`1`,
  () => `货币种类,${'订单金额'}`,
  () => `\`${VALUE},\`1.00`,
  () => `{"code":"${VALUE}"}`,
  () => '',
  (random) => '`,\r\u0000金'.charAt(random.below(5)).repeat(random.below(9)),
]

/** @param {Context} context */
export async function attackBills({ scene, random, tally, scale }) {
  for (let round = 0; round < Math.max(1, scale); round++) {
    for (const [name, write] of Object.entries(bombs)) {
      const { error, longest, time } = await read(await download(write()))
      const example = `${name}: ${error?.code} after ${Math.round(time)} ms, of a row at most ${Math.round(longest)} ms`
      tally.count(GROUP, 'a bill of a stranger costs bounded time', time < SLOW && longest < SLOW_ROW, example)
      tally.count(GROUP, 'one that is not the published one is never read to its end', error !== undefined, example)
      const message = String(error?.message)
      tally.count(GROUP, 'what it says is cut before it enters a message', message.length < LONG, example)
      const isClean = !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(message)
      tally.count(GROUP, 'no control character of it enters a message', isClean, example)
    }
  }
  for (let round = 0; round < 1_000 * scale; round++) {
    const text = Array.from({ length: 1 + random.below(6) }, () => random.pick(LINES)(random)).join('\n')
    const { error } = await read(new Response(text))
    if (!error) continue
    const example = `${JSON.stringify(text)}: ${error}`
    tally.count(
      GROUP,
      'no error shows a value of a bill',
      !Object.values(placesOf(error)).join().includes(VALUE),
      example,
    )
    tally.count(GROUP, 'every failure is one error of the union', isWechatPayError(error), example)
  }

  /** Downloads a file in place of the published one. @param {string} text */
  async function download(text) {
    const wxpay = scene.connectIdle(async () => new Response(text))
    const hash = { type: /** @type {const} */ ('SHA1'), value: '0'.repeat(40) }
    return wxpay.download('https://api.mch.weixin.qq.com/v3/billdownload/file?token=a', { hash })
  }
}

/** Reads a bill, and how long its rows take. @param {Response} response */
async function read(response) {
  const start = performance.now()
  let [longest, last] = [0, start]
  const reading = Promise.resolve().then(async () => {
    for await (const _ of readBill(response)) {
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }
  })
  const { error } = await settle(reading)
  const end = performance.now()
  return { error, longest: Math.max(longest, error ? 0 : end - last), time: end - start }
}
