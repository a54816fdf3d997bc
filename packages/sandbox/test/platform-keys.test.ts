import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { verifySignedMessage } from '@wechatpay-kit/crypto'
import { createClient, readNotification } from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair, type Sandbox, type SandboxOptions } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'

const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }

/** Sends `alter` and gives the id of the key that signed the response, which the client verified. */
async function signerOf(sandbox: Sandbox, platformKeys: Parameters<typeof createClient>[0]['platformKeys']) {
  const { merchant, transport } = sandbox
  const wxpay = createClient({ merchant, platformKeys, transport })
  const response = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json })
  return response.headers.get('wechatpay-serial')
}

const certificateKeys = ({ merchant, transport, apiV3Key }: Sandbox) =>
  createCertificateKeys({ merchant, transport, apiV3Key })

const make = async (platformKeyKind?: SandboxOptions['platformKeyKind']) => {
  const sandbox = await createSandbox({ platformKeyKind })
  const [key] = sandbox.platformKeys
  return { sandbox, key: key ?? expect.fail('no key') }
}

/** The id of the key that signs the response to a call that was not even signed. */
const signerOfRefusal = async (sandbox: Sandbox, headers: Record<string, string> = {}) =>
  (await sandbox.fetch(new Request('https://sandbox/v3/bill/tradebill', { headers }))).headers.get('wechatpay-serial')

describe('a merchant with a public key only', () => {
  it('is responded to with it, whatever key it names', async () => {
    const { sandbox, key } = await make('public-key')
    expect(key.id).toMatch(/^PUB_KEY_ID_/)
    expect(await signerOf(sandbox, sandbox.platformKeys)).toBe(key.id)
    expect(await signerOfRefusal(sandbox)).toBe(key.id)
    expect(await signerOfRefusal(sandbox, { 'Wechatpay-Serial': '7ABC' })).toBe(key.id)
  })

  it('has no certificates: neither to download nor to rotate', async () => {
    const { sandbox } = await make('public-key')
    const { merchant, platformKeys, transport } = sandbox
    const list = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 } })
      .chain('v3/certificates')
      .get()
    await expect(list).rejects.toMatchObject({ status: 404, apiCode: 'RESOURCE_NOT_EXISTS', verified: true })
    await expect(certificateKeys(sandbox).current()).rejects.toThrow()
    await expect(sandbox.rotateCertificate()).rejects.toThrow(/has no certificates to rotate/)
  })

  it('is refused where it encrypts with a certificate', async () => {
    const { sandbox, key } = await make('public-key')
    const call = signerOf(sandbox, [{ id: '7ABC', key: key.key }, key])
    await expect(call).rejects.toMatchObject({ status: 400, message: expect.stringContaining('Wechatpay-Serial错误') })
  })

  it('is notified with it', async () => {
    const { sandbox, key } = await make('public-key')
    const content = { event_type: 'REFUND.SUCCESS', resource: { a: 1 } } as const
    expect((await sandbox.createNotification('https://a/', content)).headers.get('wechatpay-serial')).toBe(key.id)
    const other = sandbox.createNotification('https://a/', { ...content, platformKeyKind: 'certificate' })
    await expect(other).rejects.toThrow(
      "This sandbox has no certificate to sign with: createSandbox made it 'public-key'.",
    )
  })
})

describe('a merchant with certificates only', () => {
  it('is given the first as its key, is responded to with it, and encrypts with it', async () => {
    const { sandbox, key } = await make('certificate')
    expect(key.id).toMatch(/^[0-9A-F]{40}$/)
    expect(await signerOf(sandbox, sandbox.platformKeys)).toBe(key.id)
    expect(sandbox.qualifications.get(json.cert_no)).toMatchObject({ name: json.name })
  })

  it('may download them, and is responded to with the newest after a rotation', async () => {
    const { sandbox, key } = await make('certificate')
    expect(await signerOf(sandbox, [certificateKeys(sandbox)])).toBe(key.id)
    const newest = await sandbox.rotateCertificate()
    expect(await signerOf(sandbox, [certificateKeys(sandbox)])).toBe(newest)
    expect(newest).not.toBe(key.id)
  })

  it('is refused where it names a public key, with a response that a certificate signs', async () => {
    const { sandbox, key } = await make('certificate')
    const call = signerOf(sandbox, [{ id: 'PUB_KEY_ID_01', key: key.key }, key])
    await expect(call).rejects.toMatchObject({
      status: 400,
      apiCode: 'PARAM_ERROR',
      verified: true,
      message: expect.stringContaining('Wechatpay-Serial错误'),
    })
    expect(await signerOfRefusal(sandbox, { 'Wechatpay-Serial': 'PUB_KEY_ID_01' })).toBe(key.id)
  })

  it('is notified with a certificate', async () => {
    const { sandbox, key } = await make('certificate')
    const { apiV3Key } = sandbox
    const content = { event_type: 'REFUND.SUCCESS', resource: { a: 1 } } as const
    const request = await sandbox.createNotification('https://a/', content)
    expect(request.headers.get('wechatpay-serial')).toBe(key.id)
    const { resource } = await readNotification(request, { keys: [certificateKeys(sandbox)], apiV3Key })
    expect(resource).toEqual({ a: 1 })
    await expect(
      sandbox.createNotification('https://a/', { ...content, platformKeyKind: 'public-key' }),
    ).rejects.toThrow(/has no public-key to sign with/)
  })
})

describe('a merchant in transition', () => {
  it('is responded to with the kind of key that it names, and with a certificate where it names none', async () => {
    const { sandbox, key } = await make()
    expect(await signerOf(sandbox, sandbox.platformKeys)).toBe(key.id)
    const certificate = await signerOf(sandbox, [certificateKeys(sandbox)])
    expect(certificate).toMatch(/^[0-9A-F]{40}$/)
    expect(await signerOfRefusal(sandbox)).toBe(certificate)
    expect(await signerOfRefusal(sandbox, { 'Wechatpay-Serial': key.id })).toBe(key.id)
  })

  it('is notified with either', async () => {
    const { sandbox, key } = await make('both')
    const { apiV3Key } = sandbox
    const keys = [...sandbox.platformKeys, certificateKeys(sandbox)]
    for (const platformKeyKind of [undefined, 'public-key', 'certificate'] as const) {
      const content = { event_type: 'REFUND.SUCCESS', resource: { platformKeyKind }, platformKeyKind } as const
      const request = await sandbox.createNotification('https://a/', content)
      expect(request.headers.get('wechatpay-serial') === key.id).toBe(platformKeyKind !== 'certificate')
      expect((await readNotification(request, { keys, apiV3Key })).resource).toEqual({ platformKeyKind })
    }
  })
})

it('refuses options that contradict each other', async () => {
  const platform = { id: 'PUB_KEY_ID_01', keys: await generateKeyPair() }
  await expect(createSandbox({ platformKeyKind: 'certificate', platform })).rejects.toThrow(/leave one of them out/)
  await expect(createSandbox({ platformKeyKind: 'certificates' as never })).rejects.toThrow(
    "platformKeyKind must be 'public-key' or 'certificate' or 'both', found 'certificates'.",
  )
})

it('signs with the key that the merchant holds', async () => {
  const { sandbox, key } = await make('certificate')
  const response = await sandbox.fetch(new Request('https://sandbox/v3/bill/tradebill'))
  const message = { headers: response.headers, body: await response.text() }
  await verifySignedMessage(message, { now: Date.now(), keys: (id) => (id === key.id ? key.key : undefined) })
})
