import { inspect } from 'node:util'
import { createNonce, DecryptionError, importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient, echo, readNotification } from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { describe, expect, it, vi } from 'vitest'

const [keys, otherKeys] = [await generateKeyPair(), await generateKeyPair()]
const otherKey = await importPrivateKey(otherKeys.privateKey)
const serialNumber = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
const sandbox = await createSandbox({ merchant: { mchid: '1900000000', serialNumber, keys } })
const { merchant, platformKeys, transport, apiV3Key } = sandbox
const options = { merchant, platformKeys, transport }
const certificate = { serialNumber, publicKey: keys.publicKey }

/** The findings by the name of their check. */
async function check(change: object = {}, setup: object = {}) {
  const findings = await createClient({ ...options, ...change }).checkSetup({ certificate, apiV3Key, ...setup })
  const text = inspect(findings, { depth: null }) + JSON.stringify(findings)
  expect(text).not.toContain(apiV3Key)
  for (const { message } of findings) expect(message).toMatch(/^[^\n]+\.$/)
  return Object.fromEntries(findings.map(({ check, status, message }) => [check, `${status}: ${message}`]))
}

describe('checkSetup', () => {
  it('finds nothing where nothing is wrong', async () => {
    const findings = await check()
    expect(Object.values(findings).map((text) => text.replace(/:.*/, ''))).toEqual(Array(6).fill('passed'))
  })

  it('skips what it was not given', async () => {
    const findings = await check({}, { certificate: undefined, apiV3Key: undefined })
    expect(findings['certificate']).toMatch(/^skipped: .*readCertificate/)
    expect(findings['api-v3-key']).toMatch(/^skipped/)
    expect(findings['echo']).toMatch(/^passed/)
  })

  it.each<[string, RegExp, object, object]>([
    [
      'serial-number',
      /not that of the certificate; give ABC/,
      {},
      { certificate: { ...certificate, serialNumber: 'ABC' } },
    ],
    ['certificate', /does not belong/, {}, { certificate: { ...certificate, publicKey: otherKeys.publicKey } }],
    ['certificate', /cannot be used/, {}, { certificate: { ...certificate, publicKey: 'x' } }],
    ['certificate', /expired/, {}, { certificate: { ...certificate, notAfter: new Date(0) } }],
    ['certificate', /expired/, { now: () => 2e12 }, { certificate: { ...certificate, notAfter: new Date(1.9e12) } }],
    ['api-v3-key', /has 5 bytes/, {}, { apiV3Key: 'short' }],
    ['clock', /off by (99|100|101) s/, { now: () => Date.now() + 100_000 }, {}],
    ['clock', /clock is 3(599|600|601) s behind/, { now: () => Date.now() - 3_600_000 }, {}],
    ['serial-number', /pass readCertificate\(text\)/, {}, { certificate: certificate.publicKey }],
    ['echo', /401 SIGN_ERROR/, { merchant: { ...merchant, serialNumber: 'ABCDEF' } }, {}],
  ])('%s %s', async (name, message, change, setup) => {
    expect((await check(change, setup))[name]).toMatch(new RegExp(`^failed: .*(?:${message.source})`))
  })

  it.each([
    [503, '<html>', /It may not come from WeChat Pay: check baseUrls/],
    [503, '{"code":"SERVICE_UNAVAILABLE","message":"稍后"}', /Check again later\.$/],
    [429, '{"code":"RATELIMIT_EXCEEDED","message":"稍后"}', /Check again later\.$/],
    [403, '{"code":"NO_AUTH","message":"无权限"}', /Check merchant\.mchid/],
  ])('says who may be to blame for a %d %s', async (status, body, remedy) => {
    const transport = async () => new Response(body, { status })
    expect((await check({ transport, retry: { maxAttempts: 1 } }))['echo']).toMatch(remedy)
  })

  it.each([
    [{}, /^passed: The echo came back, plain and encrypted\.$/],
    [{ sign: merchant.privateKey.sign }, /^passed: .* was not read, because the client has only a Signer\.$/],
    [
      { sign: merchant.privateKey.sign, decrypt: otherKey.decrypt },
      /^failed: .* cannot be decrypted; check that privateKey belongs to the newest certificate\.$/,
    ],
  ])('tells whether the merchant’s key decrypts, %#', async (change, echo) => {
    const privateKey = 'sign' in change ? change : merchant.privateKey
    const findings = await check({ merchant: { ...merchant, privateKey } })
    expect(findings['echo']).toMatch(echo)
    expect(findings['platform-key']).toMatch(/^passed/)
    expect(findings['clock']).toMatch(/^passed/)
  })

  it.each([merchant.privateKey, { sign: merchant.privateKey.sign }])(
    'tells a text that was changed first, whatever the merchant’s key decrypts',
    async (privateKey) => {
      sandbox.failNext({ body: '{"echo_message":"another","encrypted_echo_message":"none"}' })
      const { echo } = await check({ merchant: { ...merchant, privateKey } })
      expect(echo).toMatch(/^failed: Another text came back than was sent/)
      sandbox.failNext({ body: '{"echo_message":1}' })
      expect((await check({ merchant: { ...merchant, privateKey } }))['echo']).toMatch(/^failed: .*not as documented/)
    },
  )

  it('tells a platform key that is not the one of its id', async () => {
    const key = await importPublicKey(otherKeys.publicKey)
    const findings = await check({ platformKeys: [{ id: platformKeys[0]?.id ?? '', key }] })
    expect(findings['platform-key']).toMatch(/^failed: .*id and key of platformKeys/)
    expect(findings['echo']).toMatch(/^failed/)
    expect(Object.values(findings).join(' ')).not.toContain('executed')
  })
})

it('tells the merchant’s own key under the id of WeChat Pay’s, and sends nothing', async () => {
  const key = await importPublicKey(keys.publicKey)
  const sent = vi.fn(transport)
  const findings = await check({ platformKeys: [{ id: platformKeys[0]?.id ?? '', key }], transport: sent })
  expect(findings['platform-key']).toMatch(/^failed: .*the merchant's own; take WeChat Pay's public key/)
  expect(findings['echo']).toMatch(/^skipped/)
  expect(sent).not.toHaveBeenCalled()
})

describe('a merchant key that rotates', () => {
  it('signs with one key and decrypts with several, a Signer included', async () => {
    const [old, next] = [otherKey, merchant.privateKey]
    const signer = { sign: next.sign }
    const wxpay = createClient({
      ...options,
      merchant: { ...merchant, privateKey: signer, decryptionKeys: [old, next] },
    })
    for (const { publicKey } of [keys, otherKeys])
      expect(await wxpay.decrypt(await (await importPublicKey(publicKey)).encrypt('张三'))).toBe('张三')
    const foreign = await (await importPublicKey((await generateKeyPair()).publicKey)).encrypt('张三')
    await expect(wxpay.decrypt(foreign)).rejects.toBeInstanceOf(DecryptionError)
    expect((await wxpay.checkSetup()).at(-1)).toMatchObject({ check: 'echo', status: 'passed' })
    const only = createClient({ ...options, merchant: { ...merchant, privateKey: signer } })
    await expect(only.decrypt(foreign)).rejects.toMatchObject({ field: 'merchant.privateKey' })
    const wrong = { ...merchant, decryptionKeys: [signer] } as never
    expect(() => createClient({ ...options, merchant: wrong })).toThrow(/decryptionKeys/)
  })
})

it('the echo comes back in plain text, though it travelled encrypted', async () => {
  const wxpay = createClient({ ...options, operations: [echo] })
  const call = wxpay.v3.security.echo.post({ json: { echo_message: 'hello', encrypted_echo_message: '张三' } })
  expect(await call.json()).toEqual({ echo_message: 'hello', encrypted_echo_message: '张三' })
  const { encrypted_echo_message } = JSON.parse(await (await call).text())
  expect(await wxpay.decrypt(encrypted_echo_message)).toBe('张三')
})

it('the echo sends its notification', async () => {
  const { createServer } = await import('node:http')
  const received: unknown[] = []
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const { headers } = request
    received.push(await readNotification({ headers, body: Buffer.concat(chunks) }, { keys: platformKeys, apiV3Key }))
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const http = await serve(sandbox)
  const wxpay = createClient({ merchant, platformKeys, baseUrls: [http.url], operations: [echo] })
  const echo_message = createNonce()
  await wxpay.v3.security.echo.post({ json: { echo_message, notify_url: `http://127.0.0.1:${port}/` } })
  await vi.waitFor(() =>
    expect(received).toMatchObject([{ event_type: 'SECURITY_ECHO.SUCCESS', resource: { echo_message } }]),
  )
  await http.close()
  server.closeAllConnections()
  server.close()
})
