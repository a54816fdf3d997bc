import { createRequire } from 'node:module'
import { importPrivateKey, importPublicKey, verifySignedMessage } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { readPem } from '@wechatpay-kit/test-vectors'
import { describe, expect, it } from 'vitest'

// The helpers of another implementation, which share no code with ours.
interface Peer {
  Rsa: {
    encrypt(text: string, publicKey: string): string
    decrypt(ciphertext: string, privateKey: string): string
    sign(message: string, privateKey: string): string
    verify(message: string, signature: string, publicKey: string): boolean
  }
  Formatter: {
    request(method: string, target: string, timestamp: string | number, nonce: string, body?: string): string
    response(timestamp: string | number, nonce: string, body?: string): string
    authorization(mchid: string, nonce: string, signature: string, timestamp: string | number, serial: string): string
  }
}
const { Rsa, Formatter } = createRequire(import.meta.url)('wechatpay-axios-plugin') as Peer

const keysOf = (name: string) => ({ privateKey: readPem(`${name}.private`), publicKey: readPem(`${name}.public`) })
const [merchantKeys, platformKeys] = [keysOf('merchant'), keysOf('platform')]
const merchant = { mchid: '1900007291', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB' }
const platformId = 'PUB_KEY_ID_0114232134912410000000000000'
const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const sandbox = () =>
  createSandbox({ merchant: { ...merchant, keys: merchantKeys }, platform: { id: platformId, keys: platformKeys } })

describe('wechatpay-axios-plugin', () => {
  it('verifies our Authorization and decrypts our fields; we verify its response', async () => {
    let checked = 0
    const wxpay = createClient({
      merchant: { ...merchant, privateKey: await importPrivateKey(merchantKeys.privateKey) },
      platformKeys: [{ id: platformId, key: await importPublicKey(platformKeys.publicKey) }],
      transport: async (url, { method, headers, body }) => {
        const field = (name: string) => headers['Authorization']?.match(`${name}="([^"]*)"`)?.[1] ?? expect.fail(name)
        const message = Formatter.request(
          method,
          new URL(url).pathname,
          field('timestamp'),
          field('nonce_str'),
          String(body),
        )
        expect(Rsa.verify(message, field('signature'), merchantKeys.publicKey)).toBe(true)
        expect(Rsa.verify(`${message}x`, field('signature'), merchantKeys.publicKey)).toBe(false)
        expect([field('mchid'), field('serial_no')]).toEqual([merchant.mchid, merchant.serialNumber])
        const wire = JSON.parse(String(body))
        for (const name of ['cert_no', 'name', 'tel'] as const) {
          expect(Rsa.decrypt(wire[name], platformKeys.privateKey)).toBe(json[name])
        }
        checked++
        const text = '{"resp_code":"000000","resp_desc":"成功","auth_code":"A1"}'
        const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), 'abcdefghijklmnopqrstuvwxyz012345']
        return new Response(text, {
          headers: {
            'Wechatpay-Timestamp': timestamp,
            'Wechatpay-Nonce': nonce,
            'Wechatpay-Serial': platformId,
            'Wechatpay-Signature': Rsa.sign(Formatter.response(timestamp, nonce, text), platformKeys.privateKey),
          },
        })
      },
    })
    expect(await wxpay[path].post({ json }).json()).toMatchObject({ auth_code: 'A1' })
    expect(checked).toBe(1)
  })

  it('is let in by our sandbox, which decrypts its fields, and verifies our response', async () => {
    const { fetch, qualifications } = await sandbox()
    const encrypt = (text: string) => Rsa.encrypt(text, platformKeys.publicKey)
    const { cert_no, name, tel } = json
    const body = JSON.stringify({ ...json, cert_no: encrypt(cert_no), name: encrypt(name), tel: encrypt(tel) })
    const [timestamp, nonce] = [Math.floor(Date.now() / 1000), 'abcdefghijklmnopqrstuvwxyz012345']
    const signature = Rsa.sign(Formatter.request('POST', `/${path}`, timestamp, nonce, body), merchantKeys.privateKey)
    const response = await fetch(
      new Request(`https://sandbox/${path}`, {
        method: 'POST',
        body,
        headers: {
          Accept: 'application/json',
          'User-Agent': 'peer',
          'Wechatpay-Serial': platformId,
          Authorization: Formatter.authorization(merchant.mchid, nonce, signature, timestamp, merchant.serialNumber),
        },
      }),
    )
    const text = await response.text()
    expect([response.status, JSON.parse(text).resp_code]).toEqual([200, '000000'])
    expect(qualifications.get(cert_no)).toMatchObject({ name, tel })
    const header = (name: string) => response.headers.get(`wechatpay-${name}`) ?? expect.fail(name)
    const message = Formatter.response(header('timestamp'), header('nonce'), text)
    expect(Rsa.verify(message, header('signature'), platformKeys.publicKey)).toBe(true)
  })

  it('signs, verifies, encrypts and decrypts as we do, both ways', async () => {
    const privateKey = await importPrivateKey(merchantKeys.privateKey)
    const publicKey = await importPublicKey(merchantKeys.publicKey)
    for (const text of ['', 'a', '浙江省杭州市', 'x'.repeat(214)]) {
      expect(await privateKey.sign(text)).toBe(Rsa.sign(text, merchantKeys.privateKey))
      expect(await publicKey.verify(text, Rsa.sign(text, merchantKeys.privateKey))).toBe(true)
      expect(new TextDecoder().decode(await privateKey.decrypt(Rsa.encrypt(text, merchantKeys.publicKey)))).toBe(text)
      expect(Rsa.decrypt(await publicKey.encrypt(text), merchantKeys.privateKey)).toBe(text)
    }
  })

  it('signs responses that we verify', async () => {
    const [timestamp, nonce, body] = ['1700000000', 'abc', '{"a":"变更"}']
    const signature = Rsa.sign(Formatter.response(timestamp, nonce, body), platformKeys.privateKey)
    const headers = {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': platformId,
      'wechatpay-signature': signature,
    }
    const key = await importPublicKey(platformKeys.publicKey)
    await verifySignedMessage({ headers, body }, { now: 1_700_000_000_000, keys: () => key })
  })
})
