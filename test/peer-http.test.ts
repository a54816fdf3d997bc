import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { createSandbox, type SandboxOptions } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { readPem } from '@wechatpay-kit/test-vectors'
import { expect, it } from 'vitest'
import { createSales } from '../runtime-tests/suite/sales.mjs'

// Another implementation, whole: it composes, signs, sends, and verifies what comes back.
type Call = (data: unknown, config: object) => Promise<{ data: Record<string, unknown> }>
interface Peer {
  Wechatpay: new (options: object) => { chain(path: string): { post: Call; get(config: object): ReturnType<Call> } }
  Multipart: new () => {
    append(name: string, value: string | Buffer, filename?: string): void
    getHeaders(): object
    getBuffer(): Buffer
  }
  Rsa: { encrypt(text: string, publicKey: string): string }
}
const { Wechatpay, Multipart, Rsa } = createRequire(import.meta.url)('wechatpay-axios-plugin') as Peer

const keysOf = (name: string) => ({ privateKey: readPem(`${name}.private`), publicKey: readPem(`${name}.public`) })
const merchant = {
  mchid: '1900007291',
  serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
  keys: keysOf('merchant'),
}
const platform = { id: 'PUB_KEY_ID_0114232134912410000000000000', keys: keysOf('platform') }

/** Runs the peer against a sandbox that listens. */
async function withPeer(
  options: SandboxOptions,
  use: (peer: InstanceType<Peer['Wechatpay']>, sandbox: Awaited<ReturnType<typeof createSandbox>>) => Promise<void>,
) {
  const sandbox = await createSandbox({
    merchant,
    platform,
    storage: createSales({ mchid: merchant.mchid }),
    ...options,
  })
  const server = await serve(sandbox)
  const peer = new Wechatpay({
    mchid: merchant.mchid,
    // As some tools print it.
    serial: merchant.serialNumber.toLowerCase(),
    privateKey: merchant.keys.privateKey,
    certs: { [platform.id]: platform.keys.publicKey },
    baseURL: `${server.url}/`,
    proxy: false,
  })
  await use(peer, sandbox).finally(() => server.close())
}

it('lets in a call of another client, which verifies the response', async () => {
  await withPeer({ platformKeyKind: 'public-key' }, async (peer, { qualifications }) => {
    const encrypt = (text: string) => Rsa.encrypt(text, platform.keys.publicKey)
    const person = { cert_no: '330102199001011234', name: '张三', tel: '13800138000' }
    const json = { cate_code: 'A01', ...person, req_ssn: '123' }
    const encrypted = { ...json, cert_no: encrypt(json.cert_no), name: encrypt(json.name), tel: encrypt(json.tel) }
    const headers = { 'Wechatpay-Serial': platform.id }
    const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
    const { data } = await peer.chain(path).post(encrypted, { headers })
    expect(data).toMatchObject({ resp_code: '000000' })
    expect(qualifications.get(person.cert_no)).toMatchObject({ name: person.name })
    // It names no key where it encrypts nothing.
    const { data: bill } = await peer.chain('v3/bill/tradebill').get({ params: { bill_date: '2026-01-01' } })
    expect(bill).toMatchObject({ hash_type: 'SHA1' })
  })
})

it('takes an upload of another client', async () => {
  await withPeer({ platformKeyKind: 'public-key' }, async (peer) => {
    const file = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])
    const meta = { filename: '照.png', sha256: createHash('sha256').update(file).digest('hex') }
    const form = new Multipart()
    form.append('meta', JSON.stringify(meta))
    form.append('file', file, meta.filename)
    const { data } = await peer
      .chain('v3/merchant/media/upload')
      .post(form.getBuffer(), { meta, headers: form.getHeaders() })
    expect(data['media_id']).toMatch(/^\w+$/)
  })
})

it('in transition, signs with a certificate for a client that names no key, and that client refuses it', async () => {
  await withPeer({ platformKeyKind: 'both' }, async (peer) => {
    const bill = peer.chain('v3/bill/tradebill')
    const params = { bill_date: '2026-01-01' }
    await expect(bill.get({ params })).rejects.toThrow(/Cannot found the serial/)
    const { data } = await bill.get({ params, headers: { 'Wechatpay-Serial': platform.id } })
    expect(data).toMatchObject({ hash_type: 'SHA1' })
  })
})
