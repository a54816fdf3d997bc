import { createClient } from '@wechatpay-kit/client'
import { type AnyOperation, builtinOperation, sensitiveText } from '@wechatpay-kit/client/operation'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as v from 'valibot'
import { expect, describe as group, it } from 'vitest'
import { describe } from '../src/description/describe.ts'

/** Members of schemas, of their metadata and of operations, each of which some lack. */
const NAMES = [
  ...['pipe', 'wrapped', 'item', 'entries', 'options', 'items', 'rest', 'key', 'value', 'getter', 'kind', 'metadata'],
  ...['sensitive', 'either', 'plaintext', 'values', 'least', 'greatest', 'isCapital', 'isLoose', 'type'],
  ...['params', 'query', 'request', 'form', 'fields', 'file', 'transfer'],
]
const VALUES = ['X', true, false, 1, { a: 1 }, [{}], [], () => 0]

const { merchant, platformKeys } = await createSandbox()
const path = 'v3/some/people'
const json = { n: 1, cert_no: '330102199001011234', list: [{ tel: '13800138000' }], names: ['张三'] }
/** New ones each time: what is known of a schema is remembered. */
const operations: Record<string, () => AnyOperation> = {
  'a generated operation': () => describe('POST', path, '={n!i,cert_no!x,list:[{tel!x}],names:[x]}>{}'),
  'an operation of valibot': () =>
    builtinOperation({
      method: 'POST',
      path,
      request: v.strictObject({
        n: v.number(),
        cert_no: sensitiveText(),
        list: v.optional(v.array(v.strictObject({ tel: sensitiveText() }))),
        names: v.array(sensitiveText()),
      }),
      response: v.looseObject({}),
    }),
}

group.each(Object.entries(operations))('%s', (_, make) => {
  it.each(NAMES)('is what it is, with whatever on Object.prototype: %s', async (name) => {
    for (const value of VALUES) {
      for (const validation of [undefined, 'off'] as const) {
        const sent: string[] = []
        const transport = async (_: string, { body }: { body?: unknown }) => {
          sent.push(String(body))
          throw new Error('offline')
        }
        const operation = make()
        const client = createClient({
          merchant,
          platformKeys,
          operations: [operation],
          transport,
          retry: { maxAttempts: 1 },
        })
        let error: unknown
        try {
          Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
          error = await client
            .chain(path as string as 'v3/any')
            .post({ json, validation } as never)
            .catch((thrown: unknown) => thrown)
        } finally {
          Reflect.deleteProperty(Object.prototype, name)
        }
        expect(error).toMatchObject({ name: 'TransportError' })
        const body = JSON.parse(sent[0] as string)
        const ciphertexts = [body.cert_no, body.list[0].tel, ...body.names]
        expect(ciphertexts.map((text: string) => atob(text).length)).toEqual([256, 256, 256])
        expect(body.n).toBe(1)
      }
    }
  })
})
