import { createNonce, importPrivateKey, importPublicKey, signedMessage } from '@wechatpay-kit/crypto'
import { createClient, defineOperation, sensitiveText } from '@wechatpay-kit/endpoints'
import * as confirm from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/n-qualifications/confirm'
import { generateKeyPair } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { describeOrigin } from '../harness/machine.mjs'
import { formatNumber, formatTable } from '../harness/markdown.mjs'
import { percentile } from '../harness/statistics.mjs'
import { describeRequest } from '../requests.mjs'

const ROWS = 1000
/** Calls that are made before any is measured, until the code is compiled. */
const WARM_UP = 3

/** No documented response has so many encrypted fields in a row: one with those of the largest request. */
const list = defineOperation({
  method: 'GET',
  path: 'v3/rows/list',
  response: v.looseObject({
    data: v.array(
      v.looseObject({
        cert_no: sensitiveText(),
        name: sensitiveText(),
        tel: sensitiveText(),
        address: sensitiveText(),
      }),
    ),
  }),
})

/** Prints for how long calls with a thousand rows of four encrypted fields hold the event loop. @param {boolean} isQuick */
export async function printRows(isQuick) {
  const [merchant, platform] = [await generateKeyPair(), await generateKeyPair()]
  const id = 'PUB_KEY_ID_0119000000002026010100000000000000'
  const signer = await importPrivateKey(platform.privateKey)
  let body = '{"resp_code":"000000","resp_desc":"成功"}'
  const wxpay = createClient({
    merchant: { mchid: '1900000000', serialNumber: 'ABCDEF', privateKey: await importPrivateKey(merchant.privateKey) },
    platformKeys: [{ id, key: await importPublicKey(platform.publicKey) }],
    operations: [confirm.post, list],
    // In process: what sockets cost is not a call's.
    async transport() {
      const timestamp = String(Math.floor(Date.now() / 1000))
      const nonce = createNonce()
      const headers = {
        'Wechatpay-Timestamp': timestamp,
        'Wechatpay-Nonce': nonce,
        'Wechatpay-Serial': id,
        'Wechatpay-Signature': await signer.sign(signedMessage({ timestamp, nonce, body })),
      }
      return new Response(body, { headers })
    },
  })
  const { create } = describeRequest(ROWS)
  const calls = isQuick ? 2 : 10
  let number = 0
  const request = await measure(calls, () =>
    wxpay.v3.gov.subsidy.zhejiang.nQualifications.confirm.post({ json: create(`N${number++}`) }).json(),
  )
  body = await composeResponse(create('N').data, await importPublicKey(merchant.publicKey))
  const response = await measure(calls, () => wxpay.v3.rows.list.get().json())
  const row = (/** @type {string} */ name, /** @type {readonly number[][]} */ measured) => [
    name,
    ...[0, 1, 2].map((place) =>
      formatNumber(
        percentile(
          measured.map((one) => one[place] ?? Number.NaN),
          50,
        ),
      ),
    ),
  ]
  const header = ['encrypted fields in', 'longest, ms', 'second', 'third']
  console.log(`${describeOrigin('npm run bench -- --rows')}
The longest stretches for which one call with ${ROWS.toLocaleString('en')} rows of four encrypted fields holds the event loop, keys on
WebCrypto: medians of ${calls} calls after ${WARM_UP} that warm up.

${formatTable(header, [row('the request', request), row('the response', response)])}`)
}

/** @param {readonly any[]} data @param {import('@wechatpay-kit/crypto').PublicKey} key */
async function composeResponse(data, key) {
  const names = ['cert_no', 'name', 'tel', 'address']
  const ciphertexts = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await key.encrypt(data[0][name])])),
  )
  return JSON.stringify({ data: data.map((row) => ({ ...row, ...ciphertexts })) })
}

/** The stretches of each call in milliseconds, the longest first. @param {number} calls @param {() => Promise<unknown>} call */
async function measure(calls, call) {
  /** @type {number[][]} */
  const measured = []
  for (let index = -WARM_UP; index < calls; index++) {
    /** The longest, and no more: what is kept of a hundred thousand turns would be collected, and measured too. */
    let longest = [0, 0, 0]
    let last = performance.now()
    // Once in every turn of the loop.
    const look = () => {
      const now = performance.now()
      const stretch = now - last
      if (stretch > (longest[2] ?? 0)) longest = [...longest, stretch].sort((one, other) => other - one).slice(0, 3)
      last = now
      timer = setImmediate(look)
    }
    let timer = setImmediate(look)
    await call()
    clearImmediate(timer)
    if (index >= 0) measured.push(longest)
  }
  return measured
}
