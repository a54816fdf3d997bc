import { readdirSync } from 'node:fs'
import { areas, type CatalogueArea, type CatalogueOperation, readArea } from '@wechatpay-kit/catalogue'
import { createClient } from '@wechatpay-kit/client'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'
import { root } from '../../../../../test/run.ts'
import { writeCall } from '../../samples/code.mjs'
import { writeCommand } from '../../samples/command.mjs'
import type { CallValues } from '../../samples/request.mjs'
import { toText } from '../../samples/segments.mjs'
import { findList, loadOperations } from '../call/areas.ts'
import { makeFirstValues } from '../call/sample.ts'
import { createWorld } from '../call/world.ts'

const operations: { area: CatalogueArea; operation: CatalogueOperation }[] = []
for (const area of areas) for (const operation of await readArea(area)) operations.push({ area, operation })
const find = (name: string) =>
  operations.find(({ operation }) => `${operation.method} ${operation.path}` === name) ?? expect.fail()
const world = await createWorld()
const tryCall = (name: string, values?: CallValues, isUnchecked = false) => {
  const { area, operation } = find(name)
  return world.call(operation, area, values ?? makeFirstValues(operation, world.remembered), { isUnchecked })
}
const ALTER = 'POST /v3/gov/subsidy/zhejiang/qualifications/alter'

it('every list of operations is found by its area', () => {
  const lists = readdirSync(`${root}packages/endpoints/src/areas`).map((name) => name.replace('.ts', ''))
  const found = areas.map(findList).filter((name) => name !== undefined)
  expect(found.sort()).toEqual(lists.filter((name) => name !== 'all').sort())
})

describe('a sample', () => {
  it('of every operation is sent, and refused by nothing but the memory of a world', async () => {
    const fresh = await createWorld()
    const unsent: string[] = []
    const refused: string[] = []
    for (const { area, operation } of operations) {
      if (operation.download) continue
      const name = `${operation.method} ${operation.path}`
      const report = await fresh.call(operation, area, makeFirstValues(operation), { isUnchecked: false })
      if (report.exchanges.length === 0) unsent.push(`${name} ${report.error?.message}`)
      else if (/PARAM_ERROR/.test(report.error?.message ?? '')) refused.push(`${name} ${report.error?.message}`)
    }
    expect([...unsent, ...refused]).toEqual([])
  }, 120_000)
})

describe('a call', () => {
  it('shows both sides: ciphertexts on the wire, plain texts at either end', async () => {
    const { exchanges, seen, json, error } = await tryCall(ALTER)
    expect(error).toBeUndefined()
    expect(json).toMatchObject({ resp_code: '000000' })
    const [exchange] = exchanges
    expect(exchange?.request.start).toBe('POST /v3/gov/subsidy/zhejiang/qualifications/alter HTTP/1.1')
    expect(exchange?.request.body).not.toContain('张三')
    expect(seen).toMatchObject({ name: '张三', cert_no: '330102199001011234' })
    expect(exchange?.response.headers.map(([name]) => name)).toContain('wechatpay-signature')
  })

  it('asks for what was just made', async () => {
    expect((await tryCall('POST /v3/pay/transactions/native')).error).toBeUndefined()
    const { json } = await tryCall('GET /v3/pay/transactions/out-trade-no/{out_trade_no}')
    expect(json).toMatchObject({ trade_state: 'NOTPAY' })
  })

  it('leads to notifications, which nobody but the page gets', async () => {
    const values = makeFirstValues(find('POST /v3/pay/transactions/native').operation)
    await tryCall('POST /v3/pay/transactions/native', values)
    const { out_trade_no } = values.json as { out_trade_no: string }
    const fetched: string[] = []
    const { fetch } = globalThis
    globalThis.fetch = (url) => Promise.reject(fetched.push(String(url)))
    try {
      const [notice] = await world.pay(out_trade_no)
      expect(notice?.request.start).toBe('POST /notify HTTP/1.1')
      expect(notice?.resource).toMatchObject({ out_trade_no, trade_state: 'SUCCESS' })
      const json = { echo_message: 'a', notify_url: 'https://www.example.com/echo' }
      expect((await tryCall('POST /v3/security/echo', { json })).notices[0]?.request.start).toBe('POST /echo HTTP/1.1')
    } finally {
      globalThis.fetch = fetch
    }
    expect(fetched).toEqual([])
    expect((await tryCall('GET /v3/pay/transactions/out-trade-no/{out_trade_no}')).json).toMatchObject({
      trade_state: 'SUCCESS',
    })
  })

  it('that the client refuses sends nothing; one that WeChat Pay refuses says its words', async () => {
    const refused = await tryCall('POST /v3/pay/transactions/native', { json: { appid: 1 } })
    expect(refused).toMatchObject({ exchanges: [], error: { name: 'ValidationError', code: 'VALIDATION_FAILED' } })
    const sent = await tryCall('POST /v3/pay/transactions/native', { json: { appid: 1 } }, true)
    expect(sent).toMatchObject({ error: { name: 'ApiError', message: expect.stringContaining('PARAM_ERROR') } })
    expect(sent.exchanges[0]?.response.start).toBe('HTTP/1.1 400')
  })

  it('of a brand, of another region, of an upload and one without content work too', async () => {
    for (const name of [
      operations.find(({ operation }) => operation.path.startsWith('/brand/') && operation.method === 'GET'),
      operations.find(({ operation }) => operation.path.startsWith('/hk/') && operation.method === 'GET'),
      find('POST /v3/merchant/media/upload'),
      operations.find(({ operation }) => Object.keys(operation.response).includes('204')),
    ]) {
      const { area, operation } = name ?? expect.fail()
      const { error } = await world.call(operation, area, makeFirstValues(operation, world.remembered), {
        isUnchecked: false,
      })
      expect(error, operation.path).toBeUndefined()
    }
  })
})

describe('the code', () => {
  const AsyncFunction = (async () => {}).constructor as new (
    ...words: string[]
  ) => (...given: unknown[]) => Promise<unknown>
  /** Texts that a literal can break on, and JSON as a text. */
  const HOSTILE = ['\'"`\\', '\\\'\\"', 'a\r\n\tb', '\u2028\u2029', '{"a":"\'"}', '{"a":']

  it.each(
    ['chain', 'declarative', 'property'].flatMap((notation) => [
      [notation, 'await'],
      [notation, 'then'],
    ]),
  )('in the style %s, %s sends the values of the form, whatever they are', async (notation, style) => {
    const { area, operation } = find('POST /v3/security/echo')
    const { merchant, platformKeys, transport } = await createSandbox({ deliver: async () => new Response() })
    const sent: unknown[] = []
    const wxpay = createClient({
      merchant,
      platformKeys,
      operations: await loadOperations(area),
      transport: async (url, request) => {
        sent.push(await new Response(request.body as string).json())
        return transport(url, request)
      },
    })
    for (const text of HOSTILE) {
      const call = toText(writeCall(operation, { json: { echo_message: text, [text]: [text] } }), [notation, style])
      const run = style === 'await' ? call : `return ${call}`
      const unchecked = run.replace('.post({', ".post({ validation: 'off',")
      // The sandbox refuses the field that no description has.
      await new AsyncFunction('wxpay', 'console', unchecked)(wxpay, { log() {} }).catch(() => {})
      expect(sent.at(-1)).toEqual({ echo_message: text, [text]: [text] })
    }
    expect(sent.length).toBe(HOSTILE.length)
  })

  it('shows ready ciphertexts where the description encrypts, and nowhere else', () => {
    const { operation } = find(ALTER)
    const call = writeCall(operation, { json: { name: '张三', grade: '一级', more: { name: 'x' } } })
    expect(toText(call, ['chain', 'await', 'plain'])).not.toContain('encrypt')
    expect(toText(call, ['chain', 'await', 'ciphertext']).match(/\S+: await wxpay\.encrypt\(.*\)/g)).toEqual([
      "name: await wxpay.encrypt('张三')",
    ])
  })

  it('of a form whose variables are empty keeps their places', () => {
    const { operation } = find('GET /v3/pay/transactions/out-trade-no/{out_trade_no}')
    for (const values of [{}, JSON.parse('{"params":null,"query":null,"headers":null}') as CallValues]) {
      expect(writeCommand(operation, values)).toContain("call GET 'v3/pay/transactions/out-trade-no/{out_trade_no}'")
      expect(toText(writeCall(operation, values), ['chain', 'await'])).toContain('._out_trade_no_.get(')
    }
  })
})
