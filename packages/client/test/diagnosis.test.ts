import { type ApiError, createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const sandbox = await createSandbox()

async function fail(transport: Transport, options: object = {}): Promise<ApiError> {
  const { merchant, platformKeys } = sandbox
  const wxpay = createClient({ merchant, platformKeys, transport, ...options })
  return (await wxpay[path].post({ json }).catch((error: unknown) => error)) as ApiError
}
const changing =
  (change: (request: Parameters<Transport>[1], url: string) => [string, Parameters<Transport>[1]]): Transport =>
  (url, request) =>
    sandbox.transport(...change(request, url))

describe('SIGN_ERROR explains itself', () => {
  it('a gateway that adds a query', async () => {
    const { diagnosis, message } = await fail(changing((request, url) => [`${url}?trace=1`, request]))
    expect(diagnosis).toBe(
      `WeChat Pay received another path and query than was signed from its character ${path.length + 2} on: something on the way rewrites it.`,
    )
    expect(message).toMatch(/[^.]\. WeChat Pay received another path/)
    expect(message).toContain(diagnosis)
  })

  it('a transport that changes the method', async () => {
    const url = 'https://sandbox/v3/gov/subsidy/zhejiang/qualifications/alter'
    const received = { method: 'PUT', sign_message_length: 10, truncated_sign_message: 'PUT\n' }
    const { diagnosis } = await fail(async (_, request) => {
      const response = await sandbox.transport(url, { ...request, body: ' ' })
      const body = JSON.stringify({ code: 'SIGN_ERROR', message: 'x', detail: { sign_information: received } })
      return new Response(body, { status: 401, headers: response.headers })
    })
    expect(diagnosis).toBe(
      'WeChat Pay received another method than was signed from its character 2 on: something on the way rewrites it.',
    )
  })

  it('a transport that writes the JSON anew', async () => {
    const rewriting = (space: string | number) =>
      changing((request, url) => [
        url,
        { ...request, body: JSON.stringify(JSON.parse(String(request.body)), null, space) },
      ])
    expect((await fail(rewriting(1))).diagnosis).toBe(
      'WeChat Pay received another body than was signed from its character 2 on: something on the way rewrites it.',
    )
    const appending = changing((request, url) => [url, { ...request, body: `${request.body}\n` }])
    expect((await fail(appending)).diagnosis).toMatch(
      /^WeChat Pay received a message of \d+ bytes, but \d+ were signed/,
    )
  })

  it('a key that is not the certificate’s', async () => {
    const { privateKey } = (await createSandbox()).merchant
    const { diagnosis } = await fail(sandbox.transport, { merchant: { ...sandbox.merchant, privateKey } })
    expect(diagnosis).toMatch(/exactly what was signed: the private key does not belong/)
  })

  it('a clock that is off, with its offset', async () => {
    for (const [offset, words] of [
      [400_000, '400 s ahead of'],
      [-500_000, '500 s behind'],
    ] as const) {
      const now = () => Date.now() + offset
      const error = await fail(sandbox.transport, { now })
      expect(error).toMatchObject({ name: 'ApiError', apiCode: 'SIGN_ERROR' })
      const [seconds = ''] = /\d+ s/.exec(error.diagnosis ?? '') ?? []
      expect(Math.abs(Number.parseInt(seconds, 10) - Math.abs(offset) / 1000)).toBeLessThanOrEqual(1)
      expect(error.diagnosis).toContain(words.replace(/\d+ s /, ''))
    }
  })

  it('nothing where the error says nothing', async () => {
    const bare: Transport = async (url, request) => {
      const { headers } = await sandbox.transport(url, request)
      return new Response('{"code":"SIGN_ERROR","message":"x"}', { status: 401, headers })
    }
    expect((await fail(bare)).diagnosis).toBeUndefined()
    sandbox.failNext({ status: 500 })
    expect((await fail(sandbox.transport, { retry: { maxAttempts: 1 } })).diagnosis).toBeUndefined()
  })
})

it('a stale response names the clock’s offset', async () => {
  sandbox.failNext('stale')
  const error = await fail(sandbox.transport)
  expect(error).toMatchObject({ code: 'SIGNATURE_STALE' })
  expect(error.message).toMatch(/^This clock is 36\d\d s ahead of WeChat Pay’s: set it\. The call may [^.]*\.$/)
})
