import { createNonce } from '@wechatpay-kit/crypto'
import { ConnectionDropped, createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { describe, expect, it } from 'vitest'
import { encrypt, keys, merchant, plain, sandbox, send } from './requests.ts'

describe('memory', () => {
  const altering = async (change: Partial<typeof plain>) => send({ body: await encrypt({ ...plain, ...change }) })

  it('gives a repeated req_ssn the same response, though its ciphertexts differ, and executes it once', async () => {
    const cert_no = createNonce()
    const first = await altering({ cert_no, req_ssn: cert_no })
    const again = await altering({ cert_no, req_ssn: cert_no })
    expect(again.json).toEqual(first.json)
    expect(sandbox.qualifications.get(cert_no)).toMatchObject({ alterations: 1, cate_code: 'A01' })
  })

  it('refuses a repeated req_ssn with other content', async () => {
    const cert_no = createNonce()
    await altering({ cert_no, req_ssn: cert_no })
    const other = await altering({ cert_no, req_ssn: cert_no, tel: '13900139000' })
    expect([other.status, other.json.code]).toEqual([400, 'INVALID_REQUEST'])
    expect(other.requestId).toMatch(/-268498688$/)
    expect(sandbox.qualifications.get(cert_no)?.tel).toBe(plain.tel)
  })

  it('sees the earlier alteration of the same person, and declines another name', async () => {
    const cert_no = createNonce()
    const first = await altering({ cert_no, req_ssn: `${cert_no}1` })
    const second = await altering({ cert_no, req_ssn: `${cert_no}2`, cate_code: 'B02' })
    expect(second.json.auth_code).not.toBe(first.json.auth_code)
    const other = await altering({ cert_no, req_ssn: `${cert_no}3`, name: '李四' })
    expect([other.status, other.json.resp_code]).toEqual([200, '900001'])
    expect(sandbox.qualifications.get(cert_no)).toMatchObject({ cate_code: 'B02', name: '张三', alterations: 2 })
  })
})

describe('over HTTP', () => {
  it('is not served before it is there', async () => {
    await expect(serve(createSandbox() as never)).rejects.toThrow('serve takes what createSandbox returns (await it).')
  })

  it('serves, breaks connections on request, and closes', async () => {
    const server = await serve(sandbox)
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${server.url}/v3/nothing`)).status).toBe(404)
    sandbox.failNext('drop')
    await expect(fetch(server.url)).rejects.toThrow()
    await expect(serve(sandbox, { port: Number(new URL(server.url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow()
  })

  it.each([
    ['json', /^\{"code":"SERVICE_UNAVAILABLE"/],
    ['html', /^<html>/],
    ['empty', /^$/],
  ] as const)('sends an error status with a body of %s', async (body, pattern) => {
    sandbox.failNext({ status: 502, body })
    const response = await sandbox.fetch(new Request('https://sandbox/'))
    expect(response.status).toBe(502)
    expect(await response.text()).toMatch(pattern)
  })

  it.each([
    ['unsignd', /^'unsignd' is not a fault; the faults by name are drop, /],
    [{ status: 502, body: '<html>' }, /must be 'json', 'html' or 'empty'\.$/],
  ])('refuses a fault that there is not: %o', (fault, message) => {
    expect(() => sandbox.failNext(fault as never)).toThrow(message)
  })

  it.each([
    'drop',
    'drop-before',
    'truncate',
    'slow',
    'gzip',
    'redirect',
    { delay: 1 },
    { status: 500 },
    'stalee',
  ] as const)('refuses a fault that a notification cannot have: %o', async (fault) => {
    const content = { event_type: 'A.B', resource: {}, fault: fault as 'drop' }
    await expect(sandbox.createNotification('https://a/', content)).rejects.toThrow(
      fault === 'stalee' ? /^'stalee' is not a fault/ : /^A notification takes the faults of signatures, 'bom' and/,
    )
  })

  it('refuses an option that there is not', async () => {
    await expect(createSandbox({ platformKeysKind: 'certificate' } as never)).rejects.toThrow(
      /^'platformKeysKind' is not an option of createSandbox; the options are merchant, merchants, platformKeyKind,/,
    )
  })

  it('breaks the connection in process too', async () => {
    sandbox.failNext('drop')
    await expect(sandbox.fetch(new Request('https://sandbox/'))).rejects.toBeInstanceOf(ConnectionDropped)
  })

  it.each([
    ['drop-before', /^The fault 'drop-before' broke the connection before .+\. The client has to .+\.$/],
    ['drop', /^The fault 'drop' broke the connection after .+\. The client has to .+\.$/],
    ['truncate', /^The fault 'truncate' broke the connection .+ within the body.*\. The client has to .+\.$/],
  ] as const)('says of %s what broke, when, and what a client has to do', async (fault, message) => {
    sandbox.failNext(fault)
    const call = sandbox.fetch(new Request('https://sandbox/')).then((response) => response.text())
    await expect(call).rejects.toMatchObject({ name: 'ConnectionDropped', message: expect.stringMatching(message) })
  })
})

it.each([
  ['onRequest', { onRequest: () => Promise.reject(new Error('The observer is down.')) }],
  ['chooseFault', { chooseFault: (() => Promise.reject(new Error('The observer is down.'))) as never }],
])('lets a request fail, and not the process, where %s rejects', async (_, options) => {
  const observed = await createSandbox({ ...keys, platformKeyKind: 'public-key', ...options })
  await expect(send({}, observed)).rejects.toThrow('The observer is down.')
})

it('makes fresh keys unless given, and never shows them', async () => {
  const other = await createSandbox()
  expect(other.merchant.serialNumber).not.toBe(merchant.serialNumber)
  expect(other.apiV3Key).toHaveLength(32)
  expect(JSON.stringify(other)).not.toContain('PRIVATE KEY')
})
