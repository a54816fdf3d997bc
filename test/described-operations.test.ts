import type { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue'
import { createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { operations } from '@wechatpay-kit/endpoints/areas/all'
import { createSandbox, type SeenRequest } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'
import { findResponse } from '../tools/generate/facts.mjs'
import { type CallingClient, callOperation, completeUpload } from '../tools/prove/call.mjs'
import { readOperations } from '../tools/prove/facts.mjs'
import { makeMinimal, makeRequest } from '../tools/prove/requests.mjs'
import { BY_HAND } from '../tools/prove/values.mjs'

const known = (await readOperations()).filter(({ decision }) => decision.kind !== 'left out')
const areas = [...new Set(known.map(({ area }) => area))]

/** The last request as the sandbox saw it, and the bodies of the last response. */
let seen: SeenRequest | undefined
let body = ''
const sandbox = await createSandbox({
  platformKeyKind: 'public-key',
  onRequest: (request) => {
    seen = request
  },
})
const transport: Transport = async (url, request) => {
  const response = await sandbox.transport(url, request)
  body = await response.clone().text()
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

/** Lists the faults of a response: values of another type or outside of what is documented. */
function listFaults(node: CatalogueNode, value: unknown, place = 'response'): string[] {
  if (Array.isArray(value)) {
    if (node.type !== 'array') return [`${place} is a list`]
    return value.flatMap((item, index) => listFaults(node.items ?? { type: 'any' }, item, `${place}.${index}`))
  }
  if (typeof value === 'object' && value !== null) {
    if (node.type !== 'object' && node.type !== 'any') return [`${place} is an object`]
    return Object.entries(value).flatMap(([name, one]) => {
      const field = node.fields?.[name]
      return !node.fields || !field
        ? node.fields
          ? [`${place}.${name} is unknown`]
          : []
        : listFaults(field, one, `${place}.${name}`)
    })
  }
  const isRight = {
    any: true,
    array: false,
    object: false,
    file: false,
    boolean: typeof value === 'boolean',
    integer: Number.isSafeInteger(value),
    number: typeof value === 'number' && Number.isFinite(value),
    string: typeof value === 'string',
  }[node.type]
  if (!isRight) return [`${place} is no ${node.type}`]
  if (node.enum && !node.enum.includes(value as string)) return [`${place} is not documented: ${value}`]
  const size = typeof value === 'string' ? value.length : Number(value)
  const [least, greatest] = typeof value === 'string' ? [node.minLength, node.maxLength] : [node.minimum, node.maximum]
  return size < (least ?? size) || size > (greatest ?? size) ? [`${place} is outside of its limits`] : []
}

async function call(facts: CatalogueOperation, given: ReturnType<typeof makeRequest>) {
  const client = facts.path.startsWith('/brand/') ? clients.brand : clients.merchant
  seen = undefined
  try {
    return await callOperation(facts, given, client, {})
  } catch (error) {
    // A world may decline what its memory does not have.
    if (isWechatPayError(error) && error.name === 'BusinessError') return undefined
    throw error
  }
}

describe('the sandbox responds to every described call', () => {
  it.each(areas)('%s', async (area) => {
    const faults: string[] = []
    for (const { name, facts, decision } of known.filter((one) => one.area === area)) {
      const given = makeRequest(facts, decision.kind === 'by hand' ? BY_HAND : {})
      for (const one of [given, makeMinimal(facts, given)]) {
        try {
          const found = await call(facts, one)
          const node = findResponse(facts)
          if (node && found && !facts.download)
            faults.push(...listFaults(node, found).map((fault) => `${name}: ${fault}`))
        } catch (error) {
          faults.push(`${name}: ${error} ${body.slice(0, 300)}`)
        }
      }
    }
    expect(faults).toEqual([])
  })
})
