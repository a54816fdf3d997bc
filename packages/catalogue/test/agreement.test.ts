import { readdir, readFile } from 'node:fs/promises'
import { type CatalogueNode, readArea } from '@wechatpay-kit/catalogue'
import { zhejiang } from '@wechatpay-kit/endpoints'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { root } from '../../../test/run.ts'

/** The members of a valibot schema that are looked at. */
interface Schema {
  readonly type: string
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly wrapped?: Schema
  readonly options?: readonly unknown[]
}

const prefix = '/v3/gov/subsidy/zhejiang/'

/** Facts of a schema: `json.name string required encrypted`, with the values where they are limited. */
function readSchema(schema: Schema, at: string): string[] {
  return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => {
    const inner = entry.wrapped ?? entry
    const { sensitive } = v.getMetadata(inner as unknown as v.GenericSchema) as { sensitive?: boolean }
    const place = `${at}.${name}`
    const type = inner.type === 'picklist' ? `string of ${inner.options}` : inner.type
    const facts = [place, type, entry.wrapped ? '' : 'required', sensitive ? 'encrypted' : '']
    return [facts.filter(Boolean).join(' '), ...readSchema(inner.item ?? inner, inner.item ? `${place}[]` : place)]
  })
}

/** The same facts of a node. */
function readNode(node: CatalogueNode, at: string): string[] {
  return Object.entries(node.fields ?? {}).flatMap(([name, child]) => {
    const place = `${at}.${name}`
    const plain = child.type === 'integer' ? 'number' : child.type
    const type = child.enum ? `${plain} of ${child.enum}` : plain
    const facts = [place, type, child.required ? 'required' : '', child.encrypted ? 'encrypted' : '']
    return [facts.filter(Boolean).join(' '), ...readNode(child.items ?? child, child.items ? `${place}[]` : place)]
  })
}

/** Where both differ: the operations by hand limit other values, and take both types of a field whose type is in doubt. */
const known = [
  'authcode/issue by hand: json.cert_type string required',
  'authcode/issue catalogue: json.cert_type string of 1,2,3,4,5 required',
  'authcode/try by hand: response.discount_mode union required',
  'authcode/try catalogue: response.discount_mode string of DIS_FLAG,DIS_CALC,DIS_SMKT required',
  'goods/query by hand: response.code_type string required',
  'goods/query catalogue: response.code_type string of 001,002 required',
  'n-qualifications/confirm by hand: json.data[].grade string of 一级,二级',
  'n-qualifications/confirm by hand: json.data[].status string of 0,1 required',
  'n-qualifications/confirm by hand: json.data[].sale_models string of 0,1 required',
  'n-qualifications/confirm catalogue: json.data[].grade string',
  'n-qualifications/confirm catalogue: json.data[].status string required',
  'n-qualifications/confirm catalogue: json.data[].sale_models string required',
  'qualifications/claim by hand: json.cert_type string',
  'qualifications/claim catalogue: json.cert_type string of 1,2,3,4,5',
  'qualifications/query by hand: response.data[].status_code string',
  'qualifications/query catalogue: response.data[].status_code string of 00,01,02,03,04,05,06',
  'qualifications/sync by hand: json.data[].is_ai_product string of 0,1 required',
  'qualifications/sync catalogue: json.data[].is_ai_product string required',
  'sncode/query by hand: response.sell_state string',
  'sncode/query catalogue: response.sell_state string of U0022,U0023,U0024,U9999',
]

it('agrees with the fourteen operations that were written by hand, field by field, but for what is listed', async () => {
  const records = await readArea('gov')
  let compared = 0
  const differences: string[] = []
  for (const { method, path, request, response } of zhejiang) {
    const record = records.find((candidate) => candidate.path === `/${path}` && candidate.method === method)
    const byHand = [
      ...readSchema(request as unknown as Schema, 'json'),
      ...readSchema(response as unknown as Schema, 'response'),
    ]
    const facts = [
      ...readNode(record?.json ?? { type: 'any' }, 'json'),
      ...readNode(record?.response['200'] ?? { type: 'any' }, 'response'),
    ]
    compared += byHand.length
    const name = `/${path}`.slice(prefix.length)
    differences.push(...byHand.filter((fact) => !facts.includes(fact)).map((fact) => `${name} by hand: ${fact}`))
    differences.push(...facts.filter((fact) => !byHand.includes(fact)).map((fact) => `${name} catalogue: ${fact}`))
  }
  expect(compared).toBeGreaterThan(150)
  expect(differences).toEqual(known)
})

it('has the English words of the fourteen operations that were written by hand', async () => {
  const folder = `${root}packages/endpoints/src/v3/gov/subsidy/zhejiang/`
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  const byHand = new Map<string, Set<string>>()
  for (const text of await Promise.all(files.map((name) => readFile(folder + name, 'utf8')))) {
    // What follows the name is about the value: `; encrypted`, `, in yuan`, `: 0 online`.
    for (const [, english = '', name = ''] of text.matchAll(/· ([^*·]*?)(?:[;:,][^*]*)? \*\/\s+(?:readonly )?(\w+): /g))
      byHand.set(name, (byHand.get(name) ?? new Set()).add(english))
  }
  const found = new Map<string, Set<string>>()
  const visit = (node: CatalogueNode): void => {
    for (const [name, child] of Object.entries(node.fields ?? {})) {
      found.set(name, (found.get(name) ?? new Set()).add(child.english ?? ''))
      visit(child)
    }
    if (node.items) visit(node.items)
  }
  for (const { path, json, response } of await readArea('gov'))
    if (path.startsWith(prefix)) for (const node of [json, ...Object.values(response)]) if (node) visit(node)
  expect(byHand.size).toBeGreaterThan(100)
  const differing = [...byHand].flatMap(([name, words]) =>
    [...words]
      .filter((word) => !found.get(name)?.has(word))
      .map((word) => `${name}: ${word}, not ${[...(found.get(name) ?? [])]}`),
  )
  expect(differing).toEqual([
    'cred_frozen_no: freeze serial number (identifies the pre-redemption freeze), not freeze serial number',
  ])
})
