import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  areas,
  type CatalogueNode,
  type CatalogueOperation,
  readArea,
  readNotifications,
} from '@wechatpay-kit/catalogue'
import * as v from 'valibot'
import { describe, expect, it, onTestFinished } from 'vitest'
import { root, run } from '../../../test/run.ts'
import { notification, operation } from './schema.ts'
import { countFields, findNode } from './walk.ts'

const byArea = await Promise.all(areas.map(async (area) => [area, await readArea(area)] as const))
const all = byArea.flatMap(([, operations]) => operations)
const notifications = await readNotifications()

/** Problems of records that do not have the shape of their type. */
function findProblems(schema: v.GenericSchema, records: readonly object[]): string[] {
  return records.flatMap((record) =>
    (v.safeParse(schema, record).issues ?? []).map(
      (issue) => `${JSON.stringify(record).slice(0, 80)}: ${issue.message}`,
    ),
  )
}

describe('The operations', () => {
  it('are 1,019 of the description and 31 of official code only', () => {
    const described = byArea.filter(([area]) => area !== 'official-only').flatMap(([, operations]) => operations)
    expect([described.length, all.length - described.length, areas.length]).toEqual([1019, 31, 82])
    const count = (wanted: string) => described.filter(({ method }) => method === wanted).length
    expect(['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map(count)).toEqual([13, 404, 30, 567, 5])
  })

  it('stand in the area that their path names', () => {
    const strays = byArea.flatMap(([area, operations]) =>
      operations.filter(({ path }) => {
        if (area === 'official-only') return !/^\/(brand\/|v3\/marketing\/favor\/)/.test(path)
        return !path.startsWith(`/v3/${area}`) && !path.startsWith(`/${area}/v3/`)
      }),
    )
    expect(strays).toEqual([])
  })

  it('have one record for a method and path', () => {
    expect(new Set(all.map(({ method, path }) => `${method} ${path}`)).size).toBe(all.length)
  })

  it('have the shape of their type, and no member besides', () => {
    expect(findProblems(operation, all)).toEqual([])
    expect(findProblems(operation, [{ ...all[0], seen: ['go'] }])).toHaveLength(1)
  })

  it('have a node for every path variable', () => {
    const missing = all.flatMap(({ path, params = [] }) =>
      [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) =>
        params.some((param) => param.name === name) ? [] : [`${path} ${name}`],
      ),
    )
    expect(missing).toEqual([])
  })

  it('list the places of all encrypted texts, and no other', () => {
    const listed = all.flatMap(({ encrypted = {} }) => [...(encrypted.request ?? []), ...(encrypted.response ?? [])])
    const wrong = all.flatMap((record) =>
      [...(record.encrypted?.request ?? []), ...(record.encrypted?.response ?? [])].filter(
        (place) => findNode(record, place)?.encrypted !== true,
      ),
    )
    expect(wrong).toEqual([])
    expect(listed).toHaveLength(395)
    expect(countFields(all, ({ encrypted }) => encrypted === true)).toEqual({ request: 301, response: 94, inside: 0 })
  })

  it('have 24,568 fields of the description and one of the overlay, and 474 of JSON in texts', () => {
    const described = all.filter((record) => !byArea.at(areas.indexOf('official-only'))?.[1].includes(record))
    expect(countFields(described, () => true)).toEqual({ request: 9574, response: 14995, inside: 474 })
  })

  it('demand fields of a response on the word of official code alone', () => {
    const isSure = ({ required, requiredDisputed, unconfirmed }: CatalogueNode) =>
      required === true && !requiredDisputed && !unconfirmed
    const official = all.filter((record) => record.official)
    expect(official).toHaveLength(248)
    const sure = countFields(official, isSure)
    expect(sure.response).toBeGreaterThan(0)
    expect(sure.response).toBeLessThan(countFields(all, ({ required }) => required === true).response)
    // The response of a query "requires" no notify_url, which the description copied from the request.
    const query = all.find(({ path }) => path === '/v3/pay/transactions/id/{transaction_id}') as CatalogueOperation
    expect(findNode(query, 'response.notify_url')).toMatchObject({ type: 'string', unconfirmed: true })
    expect(findNode(query, 'response.amount.payer_total')).toEqual({
      type: 'integer',
      english: 'amount paid by the user',
      unit: 'fen',
      undescribed: true,
    })
  })

  it('keep what sources dispute', () => {
    const find = (path: string) =>
      all.find((record) => record.method === 'POST' && record.path === path) as CatalogueOperation
    expect(findNode(find('/v3/pay/transactions/native'), 'json.scene_info.payer_client_ip')?.requiredDisputed).toBe(
      true,
    )
    const subject = find('/v3/apply4subject/applyment')
    expect(findNode(subject, 'json.subject_info.business_licence_info')?.spelling).toBe('business_license_info')
    expect(findNode(subject, 'json.subject_info.business_license_info')?.misspelt).toBe('business_licence_info')
    expect(findNode(find('/v3/eduschoolpay/contracts/presign'), 'json.identity.credential_type')).toMatchObject({
      encrypted: true,
      encryptedDisputed: true,
    })
  })
})

describe('The notifications', () => {
  it('are 105, of the shape of their type', () => {
    expect(notifications).toHaveLength(105)
    expect(findProblems(notification, notifications)).toEqual([])
  })

  it('tell the kinds of TRANSACTION.SUCCESS apart', () => {
    const kinds = notifications.filter(({ events }) => events.includes('TRANSACTION.SUCCESS'))
    expect(kinds.map(({ originalTypes }) => originalTypes)).toEqual([
      ['profitsharing'],
      ['profitsharing'],
      ['transaction', 'profitsharing'],
    ])
  })

  it('have a node for every encrypted place', () => {
    const places = notifications.flatMap((record) => (record.encrypted ?? []).map((place) => findNode(record, place)))
    expect(places.map((node) => node?.encrypted)).toEqual(Array.from({ length: 6 }, () => true))
  })
})

describe('The overlay', () => {
  const find = (name: string) => all.find(({ method, path }) => `${method} ${path}` === name) as CatalogueOperation

  it('tells the official spelling, and keeps the other, which is accepted', () => {
    const notify = find('POST /v3/med-ins/refunds/notify')
    expect(findNode(notify, 'json.med_refund_gov_fee')).toMatchObject({
      required: true,
      unit: 'fen',
      corrected: 'merchant/4016781561',
    })
    const misspelt = findNode(notify, 'json.med_refund__gov_fee')
    expect(misspelt).toMatchObject({ misspelt: 'med_refund_gov_fee', corrected: 'merchant/4016781561' })
    expect(misspelt?.required).toBeUndefined()
  })

  it.each([
    ['POST /v3/refund/domestic/refunds', 'json.amount.refund'],
    ['POST /v3/refund/domestic/refunds', 'json.amount.from[].amount'],
    ['GET /v3/refund/domestic/refunds/{out_refund_no}', 'response.amount.payer_refund'],
    ['POST /v3/fund-app/mch-transfer/transfer-bills', 'json.transfer_amount'],
    ['POST /v3/combine-transactions/jsapi', 'json.sub_orders[].amount.total_amount'],
    ['POST /v3/payscore/serviceorder/{out_order_no}/complete', 'json.post_payments[].amount'],
  ])('tells the unit of %s, %s', (name, place) => {
    expect(findNode(find(name), place)).toMatchObject({ type: 'integer', unit: 'fen' })
  })

  it('tells no unit of an amount whose currency may be any, nor of a share', () => {
    const refund = find('POST /v3/global/refunds')
    expect(findNode(refund, 'json.amount.refund')?.unit).toBeUndefined()
    const coupon = find('POST /v3/marketing/partner/product-coupon/product-coupons')
    expect(findNode(coupon, 'json.single_usage_info.discount_coupon.threshold')?.unit).toBe('fen')
    expect(findNode(coupon, 'json.single_usage_info.discount_coupon.percent_off')).toMatchObject({ type: 'integer' })
    expect(findNode(coupon, 'json.single_usage_info.discount_coupon.percent_off')?.unit).toBeUndefined()
  })

  it('names an official spelling that stands beside the other', () => {
    const lost: string[] = []
    const visit = (node: CatalogueNode, at: string): void => {
      for (const [name, child] of Object.entries(node.fields ?? {})) {
        if (child.misspelt !== undefined && !node.fields?.[child.misspelt]) lost.push(`${at}.${name}`)
        visit(child, `${at}.${name}`)
      }
      if (node.items) visit(node.items, `${at}[]`)
    }
    for (const { path, json, response } of all)
      for (const node of [json, ...Object.values(response)]) if (node) visit(node, path)
    expect(lost).toEqual([])
  })

  it('has English for every field and operation of eight areas', async () => {
    const missing: string[] = []
    const translated = [
      'bill',
      'certificates',
      'combine-transactions',
      'fund-app',
      'gov',
      'pay',
      'profitsharing',
      'refund',
    ]
    for (const area of translated) {
      const records = await readArea(area as 'pay')
      missing.push(...records.filter(({ english }) => !english).map(({ path }) => path))
      const count = (test: (node: CatalogueNode) => boolean) => Object.values(countFields(records, test))
      expect([area, count((node) => node.english !== undefined)]).toEqual([area, count(() => true)])
    }
    expect(missing).toEqual([])
  })

  it('limits texts as far as a page says, and refuses none of its examples', () => {
    const pay = find('POST /v3/pay/partner/transactions/jsapi')
    expect(findNode(pay, 'json.out_trade_no')).toMatchObject({ minLength: 6, maxLength: 32 })
    const { pattern = '', maxLength = 0 } =
      findNode(find('POST /v3/refund/domestic/refunds'), 'json.out_refund_no') ?? {}
    for (const number of ['1217752501201407033233368018', 'R_2-3|4*5@6']) expect(number).toMatch(new RegExp(pattern))
    expect('退款').not.toMatch(new RegExp(pattern))
    expect(maxLength).toBe(64)
  })

  it('encrypts the openid of a super administrator, as the sample programs of WeChat Pay do', () => {
    const submit = find('POST /v3/applyment4sub/applyment/')
    expect(findNode(submit, 'json.contact_info.openid')).toMatchObject({ encrypted: true, encryptedDisputed: true })
    expect(submit.encrypted?.request).toContain('json.contact_info.openid')
  })

  it('tells by which number a repetition is harmless, with the document that says so', () => {
    expect(find('POST /v3/refund/domestic/refunds').idempotency).toEqual({
      field: 'out_refund_no',
      doc: 'merchant/4012552567',
    })
    const known = all.filter(({ idempotency }) => idempotency)
    expect(known.filter(({ method }) => method !== 'POST')).toEqual([])
    // A payment by code happens at once, and no page says what a repetition does; a number alone says nothing.
    expect(find('POST /v3/pay/transactions/codepay').idempotency).toBeUndefined()
    expect(known).toHaveLength(34)
  })
})

describe('The files', () => {
  const folder = `${root}packages/catalogue/data/`
  const names = readdirSync(folder)

  it('are one of JSON and one module for each area, and for the notifications', () => {
    const expected = [...areas, 'notifications'].flatMap((name) => [`${name}.json`, `${name}.js`])
    expect(names.sort()).toEqual(expected.sort())
  })

  it('are JSON with one record a line, of which the modules are made, with the overlay', async () => {
    const made = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
    onTestFinished(() => rm(made, { recursive: true }))
    const jsons = [...areas, 'notifications'].map((name) => `${name}.json`)
    await Promise.all(jsons.map((name) => cp(`${folder}${name}`, join(made, name))))
    const overlay = `${root}packages/catalogue/overlay`
    const { code, stderr } = await run(process.execPath, [`${root}tools/catalogue-modules.mjs`, made, overlay])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const differing = []
    for (const name of [...areas, 'notifications']) {
      const json = readFileSync(`${folder}${name}.json`, 'utf8')
      const lines = (JSON.parse(json) as unknown[]).map((record) => JSON.stringify(record))
      const [module, again] = [folder, `${made}/`].map((from) => readFileSync(`${from}${name}.js`, 'utf8'))
      if (json !== `[\n${lines.join(',\n')}\n]\n` || module !== again) differing.push(name)
    }
    expect(differing, 'make them anew with: npm run catalogue:modules').toEqual([])
  })

  it('hold no member of the overlay in the JSON, which is the description', () => {
    const members = ['"english"', '"limited"', '"misspelt"', '"corrected"', '"idempotency"']
    const jsons = names.filter((name) => name.endsWith('.json')).map((name) => readFileSync(folder + name, 'utf8'))
    expect(members.filter((member) => jsons.some((json) => json.includes(`${member}:`)))).toEqual([])
  })
})
