import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue'
import { createNonce, signRequest } from '@wechatpay-kit/crypto'
import { createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { operations } from '@wechatpay-kit/endpoints/areas/all'
import { createSandbox, type SeenRequest } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'
import { type CallingClient, callOperation } from '../tools/prove/call.mjs'
import { mapEncrypted } from '../tools/prove/compare-values.mjs'
import { type KnownOperation, readOperations } from '../tools/prove/facts.mjs'
import type { Given } from '../tools/prove/other-side.mjs'
import { listIncomplete, listOverfull, makeMinimal, makeRequest, toObject } from '../tools/prove/requests.mjs'
import { BY_HAND } from '../tools/prove/values.mjs'
import { listWrong, makeDisputed } from '../tools/prove/wrong-values.mjs'
import { root } from './run.ts'

const known = (await readOperations()).filter(({ decision }) => decision.kind !== 'left out')
const areas = [...new Set(known.map(({ area }) => area))]

/** What the sandbox saw of the last request, and how it responded. */
let seen: SeenRequest | undefined
let last = { status: 0, text: '', sha256: '' }
const sandbox = await createSandbox({
  onRequest: (request) => {
    seen = request
  },
})
const transport: Transport = async (url, request) => {
  const response = await sandbox.transport(url, request)
  const bytes = new Uint8Array(await response.clone().arrayBuffer())
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  last = { status: response.status, text: new TextDecoder().decode(bytes), sha256 }
  return response
}
const connect = (merchant: object) =>
  createClient({
    merchant: merchant as typeof sandbox.merchant,
    platformKeys: sandbox.platformKeys,
    transport,
    operations,
    retry: { maxAttempts: 1 },
  }) as unknown as CallingClient
const clients = { merchant: connect(sandbox.merchant), brand: connect(sandbox.brand) }
const choose = ({ path }: CatalogueOperation) => (path.startsWith('/brand/') ? clients.brand : clients.merchant)

/** The places of encrypted texts in the responses, with the operation's name. */
const ciphertexts = new Set<string>()

/** Operations that a world plays, with rules of its own; certificates are the sandbox's own too. */
const played = new Set([...sandbox.played, 'GET v3/certificates'])
const isPlayed = (name: string) => played.has(name)

describe('the sandbox responds to every described call as its facts say', () => {
  it.each(areas)('%s', async (area) => {
    const faults: string[] = []
    for (const one of known.filter((operation) => operation.area === area)) {
      if (isPlayed(one.name)) continue
      const onFault = (fault: string) => faults.push(`${one.name}: ${fault}`)
      const given = prepare(one)
      const first = await exchange(one, given, onFault)
      expect(await exchange(one, given, onFault), one.name).toEqual(first)
      await exchange(one, makeMinimal(one.facts, given), onFault)
      const disputed = makeDisputed(one.facts, given)
      if (disputed) await exchange(one, disputed, onFault)
    }
    expect(faults).toEqual([])
  })

  it('as many as the guide says', () => {
    for (const language of ['en', 'zh'])
      expect(readFileSync(`${root}docs/${language}/sandbox-described.md`, 'utf8')).toContain(
        known.length.toLocaleString('en'),
      )
  })

  it('every text that is documented as encrypted was a ciphertext on the wire', () => {
    const documented = known
      .filter(({ name }) => !isPlayed(name))
      .flatMap(({ name, facts }) => (facts.encrypted?.response ?? []).map((place) => `${name} ${place}`))
    expect(documented.length).toBeGreaterThan(80)
    expect([...ciphertexts].sort()).toEqual(documented.sort())
  })
})

describe('the sandbox refuses what is wrong by its place', () => {
  it.each(areas)('%s', async (area) => {
    const faults: string[] = []
    for (const one of known.filter((operation) => operation.area === area)) {
      const { name, facts } = one
      if (isPlayed(name) || one.decision.kind === 'by hand' || facts.download || facts.upload) continue
      const given = prepare(one)
      const [incomplete] = listIncomplete(facts, given).filter(({ field }) => /^(json|query)/.test(field))
      const overfull = listOverfull(facts, given).at(-1)
      // Texts of a query cannot be of another type than a text.
      const wrong = listWrong(facts, given).filter(({ fields }) => fields[0]?.startsWith('json'))
      const faulty = [incomplete, overfull].flatMap((found) => (found ? [{ ...found, fields: [found.field] }] : []))
      for (const { fields, given: request } of [...faulty, ...wrong]) {
        const place = await findRefusedPlace(facts, request)
        const isNamed = fields.includes(place) || (fields[0] === 'query' && place === 'query.unknown_field')
        if (!isNamed) faults.push(`${name}: ${fields} refused as ${place}`)
      }
    }
    expect(faults).toEqual([])
  })
})

/** Makes the request of an operation, with the values that its world wants. */
function prepare({ facts, decision }: KnownOperation): Given {
  const given = makeRequest(facts, decision.kind === 'by hand' ? BY_HAND : {})
  // A day of which there is a bill, and the first page.
  const known: Record<string, unknown> = { bill_date: '2026-01-02', token: '2026-01-02', offset: 0, limit: 20 }
  const entries = Object.entries(given.query ?? {}).map(([name, value]) => [name, known[name] ?? value])
  return given.query ? { ...given, query: Object.fromEntries(entries) } : given
}

/** Calls an operation, and checks both what the sandbox read and what it responds with; gives that, in plain text. */
async function exchange(
  { name, facts }: KnownOperation,
  given: Given,
  onFault: (fault: string) => void,
): Promise<unknown> {
  seen = undefined
  try {
    const found = facts.download ? await download(facts, given) : await callOperation(facts, given, choose(facts), {})
    if (!isPlayed(name)) check(name, facts, given, found, onFault)
    return found
  } catch (error) {
    // A world declines what its memory does not have.
    if (!(isPlayed(name) && isWechatPayError(error) && error.name === 'BusinessError')) {
      onFault(`${error} ${last.text.slice(0, 300)}`)
    }
    return undefined
  }
}

/** Downloads a file; nothing but the file itself tells its hash. */
async function download(facts: CatalogueOperation, given: Given): Promise<string> {
  await callOperation(facts, given, choose(facts), {}).catch(() => {})
  const { json: _, ...options } = given
  const hash = facts.responseHeaders ? {} : { hash: { type: 'SHA256', value: last.sha256 } }
  return (await choose(facts).download(facts.path.slice(1), { ...options, ...hash })).text()
}

function check(
  name: string,
  facts: CatalogueOperation,
  given: Given,
  found: unknown,
  onFault: (fault: string) => void,
) {
  const [status, node] = Object.entries(facts.response).find(([code]) => code.startsWith('2')) ?? []
  if (last.status !== Number(status)) onFault(`has the status ${last.status}`)
  if (!facts.upload && JSON.stringify(seen?.json) !== JSON.stringify(given.json ?? {})) onFault('was read otherwise')
  if (!node) {
    if (!facts.download && (found !== undefined || last.text !== '')) onFault('has content')
    return
  }
  for (const fault of listFaults(node, found)) onFault(fault)
  const wire = JSON.parse(last.text)
  for (const place of facts.encrypted?.response ?? []) {
    const [texts, plain] = [wire, found].map((json) => select(json, place.split('.').slice(1)))
    if (texts?.length && texts.every((text) => /^[\w+/]{342}==$/.test(String(text))))
      ciphertexts.add(`${name} ${place}`)
    if (plain?.some((text) => texts?.includes(text))) onFault(`${place} is plain`)
  }
  const secrets: string[] = []
  for (const part of ['params', 'query', 'json'] as const) {
    const { [part]: nodes } = facts
    const root = Array.isArray(nodes) ? toObject(nodes) : (nodes as CatalogueNode | undefined)
    mapEncrypted(root, given[part], (text) => {
      secrets.push(text)
      return text
    })
  }
  // As they stand in JSON.
  if (secrets.some((text) => last.text.includes(JSON.stringify(text).slice(1, -1))))
    onFault('repeats a secret in plain')
  let encrypted = 0
  mapEncrypted(node, wire, (text) => {
    encrypted += 1
    return text
  })
  const all = last.text.match(/"[\w+/]{342}=="/g)?.length ?? 0
  if (all !== encrypted) onFault(`has ${all} ciphertexts, not ${encrypted}`)
}

/** Selects the values of a place, such as `data[].name`. */
function select(value: unknown, [segment, ...rest]: readonly string[]): unknown[] {
  if (segment === undefined) return value === undefined ? [] : [value]
  const [, name = '', lists = ''] = /^(.*?)((?:\[\])*)$/.exec(segment) ?? []
  let found = [Object(value)[name] as unknown]
  for (let depth = 0; depth < lists.length; depth += 2) found = found.flat()
  return found.filter((one) => one !== undefined).flatMap((one) => select(one, rest))
}

/** Sends a request as it is, without a client; gives the place that the sandbox refuses. */
async function findRefusedPlace({ method, path }: CatalogueOperation, given: Given): Promise<string> {
  const params = new Map(Object.entries(given.params ?? {}))
  const query = Object.entries(given.query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  const pathname = path.replace(/\{(.*?)\}/g, (_, name) => encodeURIComponent(params.get(name) ?? ''))
  const target = query.length > 0 ? `${pathname}?${query.join('&')}` : pathname
  const body = given.json === undefined ? '' : JSON.stringify(given.json)
  const { mchid, serialNumber, privateKey: signer } = sandbox.merchant
  const caller = path.startsWith('/brand/') ? { brandId: sandbox.brand.brandId } : { mchid }
  const Authorization = await signRequest(
    { method, target, body, timestamp: Math.floor(Date.now() / 1000), nonce: createNonce() },
    { ...caller, serialNumber, signer },
  )
  const headers = { Accept: '*/*', 'User-Agent': 'test', 'Content-Type': 'application/json', Authorization }
  const more = { ...headers, ...given.headers }
  const response = await sandbox.transport(`https://sandbox${target}`, {
    method,
    headers: more,
    body,
    redirect: 'manual',
  })
  const { code, detail = {} } = JSON.parse((await response.text()) || '{}')
  const part = { body: 'json', query: 'query', path: 'params' }[String(detail.location)]
  return code === 'PARAM_ERROR' ? `${part}${String(detail.field).replaceAll('/', '.')}` : `nothing: ${response.status}`
}

/** Lists the faults of a response: what is of another type, or outside of what is documented. */
function listFaults(node: CatalogueNode, value: unknown, place = 'response'): string[] {
  if (Array.isArray(value)) {
    if (node.type !== 'array') return [`${place} is a list`]
    return value.flatMap((item, index) => listFaults(node.items ?? { type: 'any' }, item, `${place}.${index}`))
  }
  if (typeof value === 'object' && value !== null) {
    if (node.type !== 'object') return [`${place} is an object`]
    const missing = Object.entries(node.fields ?? {}).filter(
      ([name, field]) => field.required && !field.misspelt && !Object.hasOwn(value, name),
    )
    const faults = Object.entries(value).flatMap(([name, one]) => {
      const field = node.fields?.[name]
      if (field) return listFaults(field, one, `${place}.${name}`)
      return node.fields ? [`${place}.${name} is unknown`] : []
    })
    return [...missing.map(([name]) => `${place}.${name} is missing`), ...faults]
  }
  const isOfType = {
    any: true,
    array: false,
    boolean: typeof value === 'boolean',
    file: false,
    integer: Number.isSafeInteger(value),
    number: Number.isFinite(value) && (node.unit !== 'fen' || Number.isInteger(value)),
    object: false,
    string: typeof value === 'string',
  }[node.type]
  if (!isOfType) return [`${place} is no ${node.type}`]
  if (node.enum && !node.enum.includes(value as string)) return [`${place} is not documented: ${value}`]
  if (node.format === 'rfc3339' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/.test(String(value)))
    return [`${place} is no time: ${value}`]
  if (node.pattern && !new RegExp(`^(?:${node.pattern})$`).test(String(value))) return [`${place} has another form`]
  const isText = typeof value === 'string'
  const [least, greatest] = isText ? [node.minLength, node.maxLength] : [node.minimum, node.maximum]
  const size = isText ? value.length : Number(value)
  return size < (least ?? size) || size > (greatest ?? size) ? [`${place} is outside of its limits`] : []
}
