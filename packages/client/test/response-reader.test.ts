import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import {
  type BufferedResponse,
  type ResponseReader,
  readResponse,
  type Transport,
  type TransportRequest,
} from '@wechatpay-kit/transport-fetch'
import { expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const sandbox = await createSandbox()

/** A transport that reads whole responses by itself, and changes them. */
function createReader(change: (response: BufferedResponse) => unknown): Transport & ResponseReader {
  const transport: Transport = () => Promise.reject(new Error('There is a cheaper way.'))
  const readResponse: ResponseReader['readResponse'] = async (url, request) => {
    const response = await sandbox.transport(url, request)
    const { status, headers } = response
    const body = new Uint8Array(await response.arrayBuffer())
    return change({ status, headers: Object.fromEntries(headers), body }) as BufferedResponse
  }
  return Object.assign(transport, { readResponse })
}

function call(change: (response: BufferedResponse) => unknown, options = {}) {
  const { merchant, platformKeys } = sandbox
  const wxpay = createClient({ merchant, platformKeys, transport: createReader(change), retry: { maxAttempts: 1 } })
  return wxpay[path].post({ json, ...options })
}

it('is taken, and its responses are verified', async () => {
  expect((await call((response) => response).json()).resp_code).toBe('000000')
  await expect(call((response) => ({ ...response, body: response.body.slice(1) }))).rejects.toMatchObject({
    code: 'SIGNATURE_MISMATCH',
  })
  await expect(call((response) => ({ ...response, headers: {} }))).rejects.toMatchObject({
    code: 'SIGNATURE_HEADER_MISSING',
  })
})

it('may give its headers in any case, or as Headers', async () => {
  for (const change of [
    (headers: BufferedResponse['headers']) => new Headers(headers),
    (headers: BufferedResponse['headers']) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), ` ${value} `])),
  ]) {
    const response = await call((response) => ({ ...response, headers: change(response.headers) }))
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  }
})

it('cannot change a response afterwards', async () => {
  let held: BufferedResponse | undefined
  const response = call((response) => {
    held = response
    // While the signature is being verified, and after it.
    for (const delay of [0, 1, 2, 5]) setTimeout(() => response.body.fill(0x20), delay)
    return response
  })
  expect((await response.json()).resp_code).toBe('000000')
  held?.body.fill(0x20)
  expect((await (await response).json()).resp_code).toBe('000000')
})

it('cannot change it either where it gives an ArrayBuffer', async () => {
  const response = call(({ body, ...response }) => {
    for (const delay of [0, 1, 2, 5]) setTimeout(() => body.fill(0x20), delay)
    return { ...response, body: body.buffer }
  })
  expect((await response.json()).resp_code).toBe('000000')
  const tooMuch = call((response) => ({ ...response, body: new ArrayBuffer(2 ** 24 + 1) }))
  await expect(tooMuch).rejects.toMatchObject({ code: 'TRANSPORT_RESPONSE_TOO_LARGE' })
})

it('is not asked once the signal has fired', async () => {
  const requests: TransportRequest[] = []
  const reader = Object.assign(createReader(String), {
    readResponse: async (_: string, request: TransportRequest): Promise<never> => {
      requests.push(request)
      throw new Error('It was asked.')
    },
  })
  const request = { method: 'GET', headers: {}, redirect: 'manual', signal: AbortSignal.abort() } as const
  await expect(readResponse('https://host/', request, { transport: reader })).rejects.toMatchObject({ code: 'ABORTED' })
  expect(requests).toEqual([])
})

it('keeps no call beyond its deadline, and brings no more than is allowed', async () => {
  await expect(call(() => new Promise(() => {}), { timeout: 50 })).rejects.toMatchObject({
    code: 'TRANSPORT_TIMED_OUT',
  })
  await expect(call((response) => ({ ...response, body: new Uint8Array(2 ** 24 + 1) }))).rejects.toMatchObject({
    code: 'TRANSPORT_RESPONSE_TOO_LARGE',
  })
})

it('has the deadline of an attempt, and another attempt after it', async () => {
  const { merchant, platformKeys } = sandbox
  let attempts = 0
  const transport = createReader((response) => (++attempts === 1 ? new Promise(() => {}) : response))
  const wxpay = createClient({ merchant, platformKeys, transport, retry: { attemptTimeout: 200, baseDelay: 1 } })
  expect((await wxpay[path].post({ json }).json()).resp_code).toBe('000000')
  expect(attempts).toBe(2)
})

it('cannot make a success of what has no status, or a redirect', async () => {
  for (const status of [undefined, Number.NaN, '', '200 OK', 0, 100, 1e9, {}]) {
    await expect(call((response) => ({ ...response, status }))).rejects.toMatchObject({ name: 'TransportError' })
  }
  await expect(call((response) => ({ ...response, status: 302 }))).rejects.toMatchObject({
    code: 'TRANSPORT_REDIRECTED',
  })
})

it('fails like any other transport', async () => {
  const headers = { 'bad name': 'x' }
  await expect(call((response) => ({ ...response, headers }))).rejects.toMatchObject({ name: 'TransportError' })
  const numeric = call((response) => ({ ...response, headers: { ...response.headers, 'request-id': 5 } }))
  expect((await numeric).headers.get('request-id')).toBe('5')
  for (const nonsense of [
    null,
    undefined,
    'text',
    {},
    { status: 200, headers: 'text', body: new Uint8Array() },
    { status: 200, headers: {}, body: null },
  ]) {
    await expect(call(() => nonsense)).rejects.toMatchObject({ name: 'TransportError', outcome: 'unknown' })
  }
})
