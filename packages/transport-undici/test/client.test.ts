import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { readPem } from '@wechatpay-kit/test-vectors'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
import { expect, it } from 'vitest'
import { createSales } from '../../../runtime-tests/suite/sales.mjs'

it('carries the calls of a client', async () => {
  const merchant = { mchid: '1900007291', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB' }
  const id = 'PUB_KEY_ID_0114232134912410000000000000'
  const keysOf = (name: string) => ({ privateKey: readPem(`${name}.private`), publicKey: readPem(`${name}.public`) })
  const sandbox = await createSandbox({
    merchant: { ...merchant, keys: keysOf('merchant') },
    platform: { id, keys: keysOf('platform') },
    storage: createSales({ mchid: merchant.mchid }),
  })
  const server = await serve(sandbox)
  const transport = createUndiciTransport()
  const wxpay = createClient({
    merchant: { ...merchant, privateKey: await importPrivateKey(readPem('merchant.private')) },
    platformKeys: [{ id, key: await importPublicKey(readPem('platform.public')) }],
    baseUrls: [server.url],
    transport,
  })
  const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
  const { auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
  expect(auth_code).toBe(sandbox.qualifications.get('330102199001011234')?.auth_code)

  const bill = await wxpay
    .chain('v3/bill/tradebill')
    .get({ query: { bill_date: '2026-01-01' } })
    .json()
  const { download_url, hash_type, hash_value } = bill as Record<string, string>
  const hash = { type: hash_type as 'SHA1', value: String(hash_value) }
  const file = await wxpay.download(String(download_url), { hash })
  expect((await file.text()).length).toBeGreaterThan(0)

  await transport.close()
  await expect(wxpay.chain('v3/certificates').get({ idempotent: false })).rejects.toMatchObject({
    code: 'TRANSPORT_NOT_SENT',
    outcome: 'not-sent',
  })
  await server.close()
})
