import { createClient, defineOperation, sensitiveText, text } from '@wechatpay-kit/client'
import type { PrivateKey, PublicKey } from '@wechatpay-kit/crypto'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

// Keys that work on this thread: without turns between them, nothing else would go on until the last value.
const CIPHERTEXT = btoa('c'.repeat(256))
const privateKey: PrivateKey = { sign: async () => CIPHERTEXT, decrypt: async () => new TextEncoder().encode('张三') }
const key: PublicKey = { maxPlaintextBytes: 214, encrypt: async () => CIPHERTEXT, verify: async () => true }

const list = v.array(v.strictObject({ cert_no: sensitiveText(), name: sensitiveText(), order: text() }))
const rows = defineOperation({
  method: 'POST',
  path: 'v3/rows',
  request: v.strictObject({ data: list }),
  response: v.looseObject({ data: list }),
})

/** The rows of a request or a response, with this text in their encrypted fields. */
const makeRows = (count: number, value: string) =>
  Array.from({ length: count }, (_, index) => ({ cert_no: value, name: value, order: `N${index}` }))

/** Calls with so many rows, and counts the turns of the event loop until the request is sent, and from then to the JSON. */
async function countTurns(count: number): Promise<{ request: number; response: number; data: readonly object[] }> {
  let [turns, request] = [0, 0]
  let timer: ReturnType<typeof setImmediate>
  const turn = () => {
    turns++
    timer = setImmediate(turn)
  }
  const transport: Transport = async () => {
    request = turns
    const headers = {
      'Wechatpay-Timestamp': String(Math.floor(Date.now() / 1000)),
      'Wechatpay-Nonce': 'nonce',
      'Wechatpay-Signature': CIPHERTEXT,
      'Wechatpay-Serial': 'PUB_KEY_ID_1',
    }
    return new Response(JSON.stringify({ data: makeRows(count, CIPHERTEXT) }), { headers })
  }
  const wxpay = createClient({
    merchant: { mchid: '1900007291', serialNumber: 'ABCDEF', privateKey },
    platformKeys: [{ id: 'PUB_KEY_ID_1', key }],
    operations: [rows],
    transport,
  })
  timer = setImmediate(turn)
  try {
    const { data } = await wxpay.v3.rows.post({ json: { data: makeRows(count, '张三') } }).json()
    return { request, response: turns - request, data }
  } finally {
    clearImmediate(timer)
  }
}

describe('A call of a thousand rows', () => {
  it('gives everything else its turns, between its steps and between eight values that are encrypted or decrypted', async () => {
    const { request, response, data } = await countTurns(1000)
    // 250 batches, and what is looked at and written before and after them.
    expect(request).toBeGreaterThanOrEqual(252)
    expect(response).toBeGreaterThanOrEqual(252)
    expect(data).toEqual(makeRows(1000, '张三'))
  })

  it('is sent as it was given, whatever its owner changes in a turn', async () => {
    const json = { data: makeRows(1000, '张三') }
    let sent: string | undefined
    const wxpay = createClient({
      merchant: { mchid: '1900007291', serialNumber: 'ABCDEF', privateKey },
      platformKeys: [{ id: 'PUB_KEY_ID_1', key }],
      operations: [rows],
      transport: async (_, { body }) => {
        sent = String(body)
        throw new Error('The network is down.')
      },
    })
    const call = wxpay.v3.rows.post({ json })
    for (const row of json.data) row.order = 'changed'
    json.data.length = 1
    await expect(call).rejects.toMatchObject({ code: 'TRANSPORT_NETWORK_FAILED' })
    expect(JSON.parse(sent ?? '')).toEqual({ data: makeRows(1000, CIPHERTEXT) })
  })
})

it('A call of one row waits for no turn', async () => {
  const { request, response } = await countTurns(1)
  expect([request, response]).toEqual([0, 0])
})
