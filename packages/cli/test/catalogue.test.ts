import { type CatalogueOperation, readArea } from '@wechatpay-kit/catalogue'
import width from 'fast-string-width'
import { describe, expect, it } from 'vitest'
import { runCommand, runIntoClosedPipe } from './command.ts'

describe('operations', () => {
  it('finds calls by words of both languages, and says by which field', async () => {
    const { stdout } = await runCommand(['operations', '申请退款', '--limit', '3'], { env: { LANG: 'zh_CN' } })
    expect(stdout).toMatch(/POST +\/v3\/refund\/domestic\/refunds +申请退款API/)
    expect(stdout.trim().split('\n').length).toBeLessThanOrEqual(3)
    const english = await runCommand(['operations', 'request', 'a', 'refund'])
    expect(english.stdout).toMatch(/POST +\/v3\/refund\/domestic\/refunds +request a refund/)
    const json = await runCommand(['operations', 'out_bill_no', '--json', '--limit', '1000'])
    const { operations } = JSON.parse(json.stdout) as {
      operations: { matched: string; field?: string; path: string }[]
    }
    expect(operations.some(({ matched, field }) => matched === 'field' && field?.includes('out_bill_no'))).toBe(true)
  })

  it('lists all calls, those of an area, and no more than are wanted', async () => {
    const count = async (...args: string[]) =>
      (await runCommand(['operations', ...args])).stdout.trim().split('\n').length
    expect(await count()).toBe(1050)
    expect(await count('--area', 'refund')).toBe((await readArea('refund')).length)
    expect(await count('--limit', '7')).toBe(7)
  })

  it('says where there are more than it lists', async () => {
    const refunds = await runCommand(['operations', '退款'])
    expect(refunds.stdout.trim().split('\n')).toHaveLength(20)
    expect(refunds.stderr).toBe('There are more than 20. Add a word, or --limit 100.\n')
    expect((await runCommand(['operations', '退款', '--json'])).stderr).toBe('')
    expect((await runCommand(['operations', '变更资格'])).stderr).toBe('')
  })

  it.each([
    [['zzzznothing'], 1, 'NOTHING_FOUND'],
    [['refund', '--limit', '0'], 2, 'limit'],
    [['refund', '--area', 'payments'], 2, 'refund'],
    [['x'.repeat(201)], 2, '200'],
  ])('%j is refused', async (args, code, message) => {
    const outcome = await runCommand(['operations', ...args])
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toContain(message)
  })

  it('ends silently in a closed pipe', async () => {
    expect(await runIntoClosedPipe(['operations'])).toEqual({ code: 0, stderr: '' })
  })
})

describe('operation', () => {
  const show = async (args: string[], env: Record<string, string> = {}) =>
    (await runCommand(['operation', ...args], { env })).stdout

  it('shows type, need, encryption, limits, values and terms of every field, and where the document is', async () => {
    const text = await show(['POST', '/v3/refund/domestic/refunds'])
    expect(text).toMatch(/https:\/\/pay\.weixin\.qq\.com\/doc\/v3\/merchant\/4012791862 \(the first of \d+\)\n/)
    expect(text).toMatch(/^ {2}out_refund_no \* +string +merchant refund number 商户退款单号 +–64 characters; /m)
    expect(text).toMatch(/^ {4}refund \* +integer/m)
    expect(text).toMatch(/^ {2}funds_account .*AVAILABLE \| UNSETTLED/m)
    expect(text).toMatch(/^ {2}REFUND\.SUCCESS +退款成功通知$/m)
    const encrypted = await show(['POST', '/v3/gov/subsidy/zhejiang/qualifications/alter'], { LANG: 'zh_CN' })
    expect(encrypted).toMatch(/^ {2}cert_no \* +string +\S+ +加密/m)
    expect(encrypted).toMatch(/^请求 JSON/m)
  })

  it('names every field of the description, and sets columns that align for Chinese too', async () => {
    const [operation] = (await readArea('pay')).filter(({ path }) => path === '/v3/pay/transactions/jsapi')
    const { json, response } = operation as CatalogueOperation
    const list = (node: CatalogueOperation['json']): string[] =>
      Object.entries(node?.fields ?? node?.items?.fields ?? {}).flatMap(([name, inner]) => [name, ...list(inner)])
    const text = await show(['POST', '/v3/pay/transactions/jsapi'], { LANG: 'zh_CN' })
    for (const name of [...list(json), ...list(response['200'] ?? undefined)])
      expect(text).toMatch(new RegExp(`^ +${name}( |$)`, 'm'))
    const [, table = ''] = /请求 JSON.*\n([\s\S]*?)\n\n/.exec(text) ?? []
    const places = table.split('\n').flatMap((line) => {
      const cells = line.trim().split(/ {2,}/)
      return cells.length === 4 ? [width(line.slice(0, line.lastIndexOf(cells[3] as string)))] : []
    })
    expect(places.length).toBeGreaterThan(3)
    expect(new Set(places).size).toBe(1)
  })

  it('understands a URL with values, and small letters', async () => {
    const url = 'https://api.mch.weixin.qq.com/v3/pay/transactions/id/1217752501?mchid=1'
    expect(await show(['get', url])).toMatch(/^GET \/v3\/pay\/transactions\/id\/\{transaction_id\}\n/)
  })

  it('is one JSON document for machines', async () => {
    const { operation, notifications } = JSON.parse(await show(['POST', '/v3/refund/domestic/refunds', '--json']))
    expect(operation).toEqual((await readArea('refund')).find(({ path }) => path === '/v3/refund/domestic/refunds'))
    expect(notifications.some(({ events }: { events: string[] }) => events.includes('REFUND.SUCCESS'))).toBe(true)
  })

  it('shows every call there is', async () => {
    const { stdout } = await runCommand(['operations', '--area', 'pay', '--area', 'gov', '--area', 'bill', '--json'])
    const { operations } = JSON.parse(stdout) as { operations: { method: string; path: string }[] }
    const sample = operations.filter((_, index) => index % 8 === 0)
    expect(sample.length).toBeGreaterThan(7)
    for (const { method, path } of sample) expect(await show([method, path])).toMatch(new RegExp(`^${method} `))
  })

  it.each([
    [['GET', '/v3/pay/transactions/jsapi'], 1, /POST \/v3\/pay\/transactions\/jsapi/],
    [['GET', '/'], 1, /NOTHING_FOUND/],
    [['GET'], 2, /PATH/],
  ])('%j is refused, with what is near', async (args, code, message) => {
    const outcome = await runCommand(['operation', ...args])
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(message)
  })

  it('ends silently in a closed pipe', async () => {
    expect(await runIntoClosedPipe(['operation', 'POST', '/v3/refund/domestic/refunds'])).toEqual({
      code: 0,
      stderr: '',
    })
  })
})
