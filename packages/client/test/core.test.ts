import { createClient } from '@wechatpay-kit/client/core'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'

const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox
const [{ id, key }] = platformKeys as [(typeof platformKeys)[number]]

describe('the client for bundles', () => {
  it.each([
    ['merchant.mchid', { merchant: { ...merchant, mchid: 'wx8888888888888888' } }, 'must be the merchant number'],
    ['merchant.mchid', { merchant: { ...merchant, mchid: '190000 7291' } }, 'must be the merchant number'],
    ['merchant.serialNumber', { merchant: { ...merchant, serialNumber: id } }, 'must be the serial number'],
    ['merchant.serialNumber', { merchant: { ...merchant, serialNumber: '1'.repeat(41) } }, 'must be the serial number'],
    ['platformKeys.0.id', { platformKeys: [{ id: `${id} `, key }] }, 'must be the id of WeChat Pay’s public key'],
    ['platformKeys.0.id', { platformKeys: [{ id: '1'.repeat(41), key }] }, 'must be the id of WeChat Pay’s public key'],
    ['platformKeys.0.id', { platformKeys: [{ id: '1'.repeat(28), key }] }, 'must be the id of WeChat Pay’s public key'],
  ])('refuses a mistaken %s (%o)', (field, options, message) => {
    const create = () => createClient({ merchant, platformKeys, ...options } as Parameters<typeof createClient>[0])
    expect(create).toThrow(expect.objectContaining({ name: 'ValidationError', field }))
    expect(create).toThrow(message)
  })

  it('has a transport that can read by itself give a Response', async () => {
    const refuse = async () => {
      throw new TypeError('not asked for')
    }
    const transport = Object.assign(sandbox.transport, { readResponse: refuse })
    const wxpay = createClient({ merchant, platformKeys, operations: [alter.post], transport })
    const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
    expect(await wxpay.call(alter.post, { json }).json()).toMatchObject({ auth_code: expect.any(String) })
  })

  it('lets no sensitive field leave as plain text for a misspelt path, nor a known path by another method', async () => {
    const sent: string[] = []
    const wxpay = createClient({
      merchant,
      platformKeys,
      operations: [alter.post],
      transport: async (url) => {
        sent.push(url)
        throw new Error('offline')
      },
    })
    const misspelt = wxpay.chain('v3/gov/subsidy/zhejang/qualifications/alter' as 'v3/a')
    await expect(misspelt.post({ json: { cert_no: '330102199001011234' } })).rejects.toMatchObject({
      name: 'ValidationError',
      field: 'json.cert_no',
      outcome: 'not-sent',
    })
    const known = wxpay.chain(alter.post.path) as unknown as typeof misspelt
    await expect(known.put({ json: {} })).rejects.toMatchObject({ name: 'ValidationError', field: 'method' })
    expect(sent).toEqual([])
  })
})
