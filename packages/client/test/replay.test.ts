import { type Client, createClient, type PlatformKey } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const person = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '1' }
const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox

/** A transport that keeps the first response and gives it again and again. */
function repeating(change: (headers: Headers) => void = () => {}): Transport {
  let kept: Response | undefined
  return async (url, request) => {
    if (!kept) {
      kept = await sandbox.transport(url, request)
      return kept.clone()
    }
    const again = kept.clone()
    const headers = new Headers(again.headers)
    change(headers)
    return new Response(again.body, { status: again.status, headers })
  }
}
const alter = (wxpay: Client, req_ssn: string) => wxpay[path].post({ json: { ...person, req_ssn } })

describe('a signature that was accepted', () => {
  it('is refused for every other call', async () => {
    const wxpay = createClient({ merchant, platformKeys, transport: repeating() })
    await alter(wxpay, '1')
    const calls = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => alter(wxpay, `2-${index}`)))
    for (const call of calls) {
      expect(call).toMatchObject({ reason: { name: 'SignatureError', code: 'SIGNATURE_REPLAYED', outcome: 'unknown' } })
    }
  })

  it('is refused under a name or an encoding that means the same', async () => {
    const changes: ((headers: Headers) => void)[] = [
      (headers) => headers.set('Wechatpay-Signature', `${headers.get('Wechatpay-Signature')}`.replace(/=+$/, '')),
      (headers) => headers.set('Wechatpay-Signature', `${headers.get('Wechatpay-Signature')}=`),
      (headers) => headers.set('Wechatpay-Timestamp', `0${headers.get('Wechatpay-Timestamp')}`),
      (headers) => headers.delete('Wechatpay-Signature-Type'),
      (headers) => headers.set('Request-ID', 'another'),
    ]
    for (const change of changes) {
      const wxpay = createClient({ merchant, platformKeys, transport: repeating(change) })
      await alter(wxpay, '1')
      await expect(alter(wxpay, '2')).rejects.toMatchObject({ name: 'SignatureError' })
    }
  })

  it('is refused to all but one of the calls that are on their way together', async () => {
    let kept: Promise<Response> | undefined
    const transport: Transport = async (url, request) => {
      kept ??= sandbox.transport(url, request)
      return (await kept).clone()
    }
    const wxpay = createClient({ merchant, platformKeys, transport })
    const calls = await Promise.allSettled([alter(wxpay, '3'), alter(wxpay, '4'), alter(wxpay, '5')])
    expect(calls.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const call of calls) {
      if (call.status === 'rejected') expect(call.reason).toMatchObject({ code: 'SIGNATURE_REPLAYED' })
    }
  })

  it('is refused to a repetition of the call, and to errors', async () => {
    const transport: Transport = repeating()
    const wxpay = createClient({ merchant, platformKeys, transport, retry: { baseDelay: 0 } })
    sandbox.failNext({ status: 500 })
    // The second attempt gets the first one's error again.
    const failure = await alter(wxpay, '6').catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'ApiError', status: 500, verified: false, outcome: 'unknown' })
  })

  it('is forgotten when it would be stale, and is stale then', async () => {
    let now = Date.now()
    const wxpay = createClient({ merchant, platformKeys, transport: repeating(), now: () => now })
    await alter(wxpay, '7')
    now += 299_000
    await expect(alter(wxpay, '8')).rejects.toMatchObject({ code: 'SIGNATURE_REPLAYED' })
    now += 3_000
    await expect(alter(wxpay, '9')).rejects.toMatchObject({ code: 'SIGNATURE_STALE' })
  })

  /** A client whose clock can be changed, of a sandbox with the same one, and whose key lookup can be held up. */
  const prepare = async () => {
    const state = { now: 1_800_000_000_000, isRepeating: false, holdUp: undefined as Promise<void> | undefined }
    const clocked = await createSandbox({ now: () => state.now })
    let kept: Response | undefined
    const transport: Transport = async (url, request) => {
      if (state.isRepeating && kept) return kept.clone()
      const response = await clocked.transport(url, request)
      kept ??= response.clone()
      return response
    }
    const keys = {
      current: () => clocked.platformKeys[0] as PlatformKey,
      find: async (id: string) => {
        await state.holdUp
        return clocked.platformKeys.find((key) => key.id === id)
      },
    }
    const now = () => state.now
    return { state, wxpay: createClient({ merchant: clocked.merchant, platformKeys: keys, transport, now }) }
  }

  it('is not accepted again because its second was forgotten while it was verified', async () => {
    const { state, wxpay } = await prepare()
    await alter(wxpay, '1')
    state.now += 299_000
    state.isRepeating = true
    let goOn = () => {}
    state.holdUp = new Promise((resolve) => {
      goOn = resolve
    })
    const repeated = alter(wxpay, '2').catch((error: unknown) => error)
    // Until it is being verified.
    await new Promise((resolve) => setTimeout(resolve, 100))
    state.holdUp = undefined
    state.isRepeating = false
    state.now += 3_000
    await alter(wxpay, '3')
    goOn()
    expect(await repeated).toMatchObject({ code: 'SIGNATURE_REPLAYED' })
  })

  it('is not accepted again because the clock was set forward and back', async () => {
    const { state, wxpay } = await prepare()
    await alter(wxpay, '1')
    state.now += 600_000
    await alter(wxpay, '2')
    state.now -= 599_000
    state.isRepeating = true
    await expect(alter(wxpay, '3')).rejects.toMatchObject({ code: 'SIGNATURE_REPLAYED' })
    state.isRepeating = false
    expect((await alter(wxpay, '4')).status).toBe(200)
  })

  it('is another client’s to accept', async () => {
    const transport = repeating()
    await alter(createClient({ merchant, platformKeys, transport }), '10')
    expect((await alter(createClient({ merchant, platformKeys, transport }), '11')).status).toBe(200)
  })
})
