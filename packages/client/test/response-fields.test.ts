import { publicEncrypt } from 'node:crypto'
import { inspect } from 'node:util'
import {
  type ClientEvent,
  type ClientOptions,
  createClient,
  defineOperation,
  isWechatPayError,
  sensitiveText,
  text,
  type WechatPayError,
} from '@wechatpay-kit/client'
import { createClient as createCoreClient, decryptResponse } from '@wechatpay-kit/client/core'
import { builtinOperation } from '@wechatpay-kit/client/operation'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'

const [keys, otherKeys] = [await generateKeyPair(), await generateKeyPair()]
const serialNumber = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
const sandbox = await createSandbox({ merchant: { mchid: '1900000000', serialNumber, keys } })
const { merchant, platformKeys } = sandbox
const signer = { sign: merchant.privateKey.sign }
const [merchantKey, foreignKey] = [await importPublicKey(keys.publicKey), await importPublicKey(otherKeys.publicKey)]

/** A sensitive text of which sources disagree whether it is encrypted. */
const disputed = v.pipe(v.string(), v.metadata({ sensitive: true, either: true } as const))
const people = defineOperation({
  method: 'GET',
  path: 'v3/people',
  response: v.looseObject({
    total: v.optional(v.number()),
    name: v.nullish(v.pipe(v.string(), v.metadata({ sensitive: true } as const))),
    account: v.optional(disputed),
    mobiles: v.optional(v.array(sensitiveText())),
    data: v.optional(
      v.array(v.looseObject({ name: sensitiveText(), contact: v.optional(v.object({ id_number: sensitiveText() })) })),
    ),
  }),
})

/** A transport whose responses have this body, signed by the sandbox. */
function responding(body: string): Transport {
  return async (url, request) => {
    sandbox.failNext({ body })
    const { headers } = await sandbox.transport(url, request)
    return new Response(body, { headers })
  }
}

/** A client that gets this JSON. */
function connect(json: unknown, options: Partial<ClientOptions> = {}) {
  const transport = responding(typeof json === 'string' ? json : JSON.stringify(json))
  return createClient({ merchant, platformKeys, transport, ...options, operations: [people] })
}

const get = (json: unknown, options?: Partial<ClientOptions>) => connect(json, options)[people.path].get()
const encrypt = (plaintext: string) => merchantKey.encrypt(plaintext)

async function errorOf(promise: Promise<unknown>): Promise<WechatPayError> {
  const error = await promise.then(
    () => expect.fail('data reached the caller'),
    (error: unknown) => error,
  )
  if (!isWechatPayError(error)) throw error
  return error
}

/** All that an error shows. */
const show = (error: unknown) =>
  inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error) + (error as Error).stack

const plain = {
  total: 2,
  name: '张三',
  mobiles: ['13800138000', '13900139000'],
  data: [{ name: '李四', contact: { id_number: '330102199001011234' } }, { name: '王五' }],
}
const encrypted = {
  total: 2,
  name: await encrypt('张三'),
  mobiles: [await encrypt('13800138000'), await encrypt('13900139000')],
  data: [
    { name: await encrypt('李四'), contact: { id_number: await encrypt('330102199001011234') } },
    { name: await encrypt('王五') },
  ],
}

describe('json() gives sensitive fields as plain text', () => {
  it.each([
    ['the client', connect(encrypted)],
    [
      'its core',
      createCoreClient({
        merchant,
        platformKeys,
        transport: responding(JSON.stringify(encrypted)),
        operations: [people],
        decryptResponse,
      }),
    ],
  ])('of %s, by the short way, of the response, of its clones', async (_, client) => {
    const call = client[people.path].get()
    expect(await call.json()).toEqual(plain)
    const response = await call
    const clone = response.clone()
    expect(await response.json()).toEqual(plain)
    expect(await clone.json()).toEqual(plain)
    expect(await clone.clone().json()).toEqual(plain)
  })

  it('as often as asked, each time an object of its own', async () => {
    const call = get(encrypted)
    const [one, other] = await Promise.all([call.json(), call.json()])
    expect(one).toEqual(plain)
    expect(other).toEqual(plain)
    expect(one.data).not.toBe(other.data)
    const response = await call
    one.data?.pop()
    expect(await response.json()).toEqual(plain)
    expect(await response.json()).toEqual(plain)
  })

  it('while text() and arrayBuffer() stay what was signed', async () => {
    const response = await get(encrypted)
    expect(await response.clone().text()).toBe(JSON.stringify(encrypted))
    await response.json()
    expect(new TextDecoder().decode(await response.arrayBuffer())).toBe(JSON.stringify(encrypted))
  })

  it.each([{ total: 0 }, { name: null }, { name: '' }, { mobiles: [], data: [] }])(
    'but for those that have none: %j',
    async (json) => {
      expect(await get(json).json()).toEqual(json)
      const merchantOfKms = { ...merchant, privateKey: signer }
      expect(await get(json, { merchant: merchantOfKms }).json()).toEqual(json)
    },
  )

  it('with the merchant’s old key, while a new one takes over', async () => {
    const { privateKey } = merchant
    const old = await importPrivateKey(otherKeys.privateKey)
    const json = { name: await foreignKey.encrypt('张三'), mobiles: [await encrypt('13800138000')] }
    const decrypted = { name: '张三', mobiles: ['13800138000'] }
    expect(await get(json, { merchant: { ...merchant, decryptionKeys: [old] } }).json()).toEqual(decrypted)
    const ofKms = { ...merchant, privateKey: signer, decryptionKeys: [old, privateKey] }
    expect(await get(json, { merchant: ofKms }).json()).toEqual(decrypted)
  })

  it('of a thousand rows, eight at a time', async () => {
    const { privateKey } = merchant
    let [running, most] = [0, 0]
    const counting = {
      async decrypt(ciphertext: string) {
        most = Math.max(most, ++running)
        const plaintext = await privateKey.decrypt(ciphertext)
        running--
        return plaintext
      },
    }
    const data = await Promise.all(
      Array.from({ length: 1000 }, async (_, row) => ({ name: await encrypt(`人${row}`) })),
    )
    const call = get({ data }, { merchant: { ...merchant, privateKey: signer, decryptionKeys: [counting] } })
    const { data: rows = [] } = await call.json()
    expect(rows.map(({ name }) => name)).toEqual(data.map((_, row) => `人${row}`))
    expect(most).toBe(8)
  })

  it('and nothing else: neither fields that the operation does not know, nor untyped calls', async () => {
    const json = { ...encrypted, other: encrypted.name }
    expect(await get(json).json()).toEqual({ ...plain, other: encrypted.name })
    expect(await connect(json).chain('v3/others').get().json()).toEqual(json)
  })
})

describe('a field that may be encrypted or not', () => {
  const shortCiphertext = btoa('x'.repeat(255))
  it.each([
    ['a name', '张三'],
    ['a number', '6225880137706868'],
    ['base64 of too few bytes', shortCiphertext],
    ['base64 in lines', encrypted.name.replace(/(.{64})/g, '$1\n')],
    ['base64 without its end', encrypted.name.replace(/=+$/, '')],
    ['nothing', ''],
  ])('stays where it is %s', async (_, account) => {
    expect(await get({ account }).json()).toEqual({ account })
    const merchantOfKms = { ...merchant, privateKey: signer }
    expect(await get({ account }, { merchant: merchantOfKms }).json()).toEqual({ account })
  })

  it('is decrypted where it has the form of a ciphertext', async () => {
    expect(await get({ account: await encrypt('6225880137706868') }).json()).toEqual({ account: '6225880137706868' })
    const foreign = get({ account: await foreignKey.encrypt('6225880137706868') })
    expect(await errorOf(foreign.json())).toMatchObject({ code: 'RESPONSE_MALFORMED' })
  })
})

const [first = ''] = encrypted.mobiles
const tampered = Buffer.from(first, 'base64')
tampered[100] = (tampered[100] ?? 0) ^ 1
const foreign = await foreignKey.encrypt('13800138000')

describe('a field that cannot be decrypted', () => {
  it.each([
    ['was tampered with', tampered.toString('base64')],
    ['is for another key', foreign],
    ['is no ciphertext', '13800138000'],
    ['holds no text', publicEncrypt(keys.publicKey, Buffer.of(0xff, 0xfe)).toString('base64')],
  ])('is named by json(), and the rest is not shown, where it %s', async (_, broken) => {
    const events: ClientEvent[] = []
    const json = { ...encrypted, mobiles: [encrypted.mobiles[0], broken] }
    const call = get(json, { onEvent: (event) => events.push(event) })
    const response = await call
    for (const read of [() => call.json(), () => response.json(), () => response.clone().json()]) {
      const error = await errorOf(read())
      expect(error).toMatchObject({ name: 'ApiError', code: 'RESPONSE_MALFORMED', status: 200, outcome: 'unknown' })
      expect(error.message).toMatch(
        /field mobiles\.1 .*decrypt.*the call succeeded; read its response with text\(\)\.$/,
      )
      for (const value of ['张三', '李四', '13800138000', '330102199001011234', broken]) {
        expect(show(error)).not.toContain(value)
        expect(show(events)).not.toContain(value)
      }
    }
    expect(await response.text()).toBe(JSON.stringify(json))
  })

  it('shows why a key store failed, without the texts of the others', async () => {
    const { privateKey } = merchant
    const texts: string[] = []
    const store = {
      async decrypt(ciphertext: string) {
        if (ciphertext === encrypted.data[1]?.name) {
          await new Promise((resolve) => setTimeout(resolve, 100))
          throw Object.assign(new Error(`no access after ${texts.join(', ')}`), { code: 'AccessDenied' })
        }
        const plaintext = await privateKey.decrypt(ciphertext)
        texts.push(new TextDecoder().decode(plaintext))
        return plaintext
      },
    }
    const call = get(encrypted, { merchant: { ...merchant, privateKey: signer, decryptionKeys: [store] } })
    const error = await errorOf(call.json())
    expect(error).toMatchObject({ code: 'RESPONSE_MALFORMED', cause: { code: 'AccessDenied' } })
    expect(error.message).toContain('data.1.name')
    expect(texts.length).toBe(5)
    for (const value of texts) expect(show(error)).not.toContain(value)
  })

  it('has the others wait no longer', async () => {
    let count = 0
    const store = {
      decrypt: async (): Promise<Uint8Array> => {
        count++
        throw new Error('no access')
      },
    }
    const json = { data: Array.from({ length: 1000 }, () => ({ name: first })) }
    const call = get(json, { merchant: { ...merchant, privateKey: signer, decryptionKeys: [store] } })
    await errorOf(call.json())
    expect(count).toBeLessThanOrEqual(8)
  })

  it('is as documented in plain text too, or it is named', async () => {
    const operation = defineOperation({
      method: 'GET',
      path: 'v3/mobile',
      response: v.looseObject({ mobile: sensitiveText(v.pipe(v.string(), v.regex(/^\d{11}$/))) }),
    })
    const ask = async (mobile: string) => {
      const body = JSON.stringify({ mobile: await encrypt(mobile) })
      const transport = responding(body)
      return createClient({ merchant, platformKeys, transport, operations: [operation] })
        .v3.mobile.get()
        .json()
    }
    expect(await ask('13800138000')).toEqual({ mobile: '13800138000' })
    const error = await errorOf(ask('1380013800'))
    expect(error).toMatchObject({ code: 'RESPONSE_MALFORMED', outcome: 'unknown' })
    expect(error.message).toContain('mobile')
    expect(show(error)).not.toContain('1380013800')
  })
})

describe('a client with only a Signer', () => {
  const ofKms = { merchant: { ...merchant, privateKey: signer } }

  it('names the fields that it cannot read, and the remedy', async () => {
    const call = get(encrypted, ofKms)
    const response = await call
    for (const read of [() => call.json(), () => response.json(), () => response.clone().json()]) {
      const error = await errorOf(read())
      expect(error).toMatchObject({ name: 'ValidationError', field: 'response.name', outcome: 'unknown' })
      expect(error.message).toContain('merchant.decryptionKeys')
      expect(error.message).toContain('the call succeeded')
      const { issues } = error as typeof error & { issues: { field: string }[] }
      expect(issues.map(({ field }) => field)).toEqual([
        'response.name',
        'response.mobiles.0',
        'response.mobiles.1',
        'response.data.0.name',
        'response.data.1.name',
        'response.data.0.contact.id_number',
      ])
    }
    expect(await response.text()).toBe(JSON.stringify(encrypted))
  })

  it('calls everything else as ever', async () => {
    expect(await get({ total: 1 }, ofKms).json()).toEqual({ total: 1 })
    expect(await connect(encrypted, ofKms).chain('v3/others').get().json()).toEqual(encrypted)
    expect(await errorOf(get({ total: 'one' }, ofKms))).toMatchObject({ code: 'RESPONSE_MALFORMED' })
  })
})

it('a number that JavaScript does not hold exactly is named before anything is decrypted', async () => {
  const body = `{"name":"${encrypted.name}","total":9007199254740993}`
  const call = get(body, { merchant: { ...merchant, privateKey: signer } })
  const response = await call
  for (const read of [() => call.json(), () => response.json(), () => response.clone().json()]) {
    const error = await errorOf(read())
    expect(error).toMatchObject({ code: 'RESPONSE_MALFORMED', outcome: 'unknown' })
    expect(error.message).toMatch(/field total .*the call succeeded; read its response with text\(\)\.$/)
  }
  expect(await response.text()).toBe(body)
})

describe('a response schema', () => {
  const define = (response: v.GenericSchema) => () => defineOperation({ method: 'GET', path: 'v3/a', response })

  it.each<[string, v.GenericSchema]>([
    ['union', v.object({ name: v.union([sensitiveText(), v.null()]) })],
    ['record', v.record(v.string(), sensitiveText())],
    ['tuple', v.tuple([sensitiveText()])],
    ['pipe', v.pipe(v.unknown(), v.object({ name: sensitiveText() }))],
    ['lazy', v.object({ next: v.lazy(() => text()) })],
    ['itself', sensitiveText()],
    ['not a text', v.object({ name: v.pipe(v.number(), v.metadata({ sensitive: true })) })],
  ])('is refused where a sensitive text would be overlooked: %s', (kind, response) => {
    expect(define(response)).toThrow(new RegExp(`^response .*${kind}`))
  })

  it('need not be of valibot, if it has the same shape', async () => {
    const member = (type: string, more: object) => ({ kind: 'schema', type, async: false, ...more })
    const name = member('string', { pipe: [{}, { kind: 'metadata', type: 'metadata', metadata: { sensitive: true } }] })
    const fault = { kind: 'schema', type: 'string', input: 1, expected: 'string', received: '1', message: 'no text' }
    const response = member('loose_object', {
      entries: {
        code: member('string', {}),
        data: member('optional', { wrapped: member('array', { item: member('loose_object', { entries: { name } }) }) }),
      },
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: { code: unknown }) =>
          typeof value.code === 'string' ? { value } : { issues: [{ ...fault, path: [{ key: 'code' }] }] },
      },
    }) as never
    const operation = builtinOperation({ method: 'GET', path: 'v3/a', response })
    const ask = (json: object) =>
      createCoreClient({
        merchant,
        platformKeys,
        transport: responding(JSON.stringify(json)),
        operations: [operation],
        decryptResponse,
      })
        .chain('v3/a')
        .get()
        .json()
    // The code is its own, so that it is no sign of an error.
    const json = { code: 'PROCESSED', message: '成功' }
    expect(await ask({ ...json, data: [{ name: encrypted.name }] })).toEqual({ ...json, data: [{ name: '张三' }] })
    const error = await errorOf(ask({ code: 1 }))
    expect(error).toMatchObject({ code: 'RESPONSE_MALFORMED' })
    expect(error.message).toContain('its field code is not as documented')
  })

  it('may transform, because json() gives what came', async () => {
    const upper = v.pipe(
      v.looseObject({ name: sensitiveText(), state: v.pipe(v.string(), v.toUpperCase()) }),
      v.transform(() => 'something else'),
    )
    const operation = define(upper)()
    const body = JSON.stringify({ name: encrypted.name, state: 'open' })
    const transport = responding(body)
    const wxpay = createClient({ merchant, platformKeys, transport, operations: [operation] })
    expect(await wxpay.chain('v3/a').get().json()).toEqual({ name: '张三', state: 'open' })
  })
})
