import { inspect } from 'node:util'
import {
  type Client,
  type ClientEvent,
  createClient,
  isWechatPayError,
  type WechatPayError,
} from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import type { Transport, TransportRequest } from '@wechatpay-kit/transport-fetch'
import { describe, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const params = { openid: 'oUpF8uMuAJO_M2pxb-1Q9zNjWeS6o' }
const query = { phone: '13900139000', plate_number: '粤B1', note: 'a b c d', page: 1 }
const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox

/** Two calls, with the texts that nobody may see of them, as they are and as they travel. */
const CALLS = [
  { make: (wxpay: Client) => wxpay[path].post({ json }), secrets: [json.cert_no, json.name, json.tel] },
  {
    make: (wxpay: Client) => wxpay.chain('v3/marketing/users/{openid}/x').get({ params, query }),
    secrets: [params.openid, query.phone, query.plate_number, query.note].flatMap((value) => [
      value,
      encodeURIComponent(value),
    ]),
  },
]

interface Attempt {
  readonly url: string
  readonly request: TransportRequest
  /** The header of the attempt, and the signature within it. */
  readonly authorization: string
  readonly signature: string
  /** The call's own secrets. */
  readonly secrets: readonly string[]
}

/** Makes both calls over a transport that misbehaves; gives their errors, and fails where one shows a secret. */
async function fail(misbehave: (attempt: Attempt) => Response | Promise<Response>): Promise<WechatPayError[]> {
  const errors: WechatPayError[] = []
  for (const { make, secrets } of CALLS) {
    const hidden = [...secrets]
    const events: ClientEvent[] = []
    const transport: Transport = async (url, request) => {
      const { Authorization: authorization = '' } = request.headers
      const signature = /signature="([^"]*)"/.exec(authorization)?.[1] ?? ''
      hidden.push(authorization, signature)
      return misbehave({ url, request, authorization, signature, secrets })
    }
    const onEvent = (event: ClientEvent) => void events.push(event)
    const wxpay = createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 }, onEvent })
    const error = await make(wxpay).catch((error: unknown) => error)
    // A raw call takes a signed body with a business code of its own as data.
    if (error instanceof Response) continue
    if (!isWechatPayError(error)) throw error
    errors.push(error)
    const seen = inspect(error, { depth: Infinity, showHidden: true })
    const shown = [
      seen,
      error.stack,
      JSON.stringify(error),
      error.message,
      inspect(error.cause),
      JSON.stringify(events),
    ]
    for (const secret of hidden) expect(shown.join('\n')).not.toContain(secret)
  }
  return errors
}

const quoteAll = ({ url, authorization, signature, secrets }: Attempt) =>
  [url, authorization, signature, ...secrets, JSON.stringify({ authorization })].join(' | ')

describe('secrets of a call stand nowhere', () => {
  it('where an unsigned error quotes them', async () => {
    await fail((attempt) => {
      const all = quoteAll(attempt)
      const detail = { field: '/x', value: all, list: [all, { [all]: all }], issue: attempt.signature }
      const headers = { 'Request-ID': attempt.signature }
      return Response.json({ code: 'PARAM_ERROR', message: all, detail }, { status: 400, headers })
    })
  })

  it('where the Request-ID, or a code, is one of them', async () => {
    const picks: ((attempt: Attempt) => string)[] = [
      ({ authorization }) => authorization,
      ({ signature }) => signature,
      ({ secrets }) => encodeURIComponent(secrets[0] ?? ''),
      ({ secrets }) => `ID-${secrets.at(-1)}`,
    ]
    for (const pick of picks) {
      await fail((attempt) => {
        const headers = { 'Request-ID': encodeURI(pick(attempt)) }
        return Response.json({ code: pick(attempt), message: '' }, { status: 500, headers })
      })
    }
  })

  it('where the Request-ID quotes them in whatever spelling', async () => {
    const spell = ({ secrets }: Attempt) => {
      const all = secrets.join(' ')
      const bytes = [...new TextEncoder().encode(all)].map((byte) => byte.toString(16).padStart(2, '0'))
      return [
        encodeURI(all),
        `id=${bytes.map((byte) => `%${byte}`).join('')}`,
        JSON.stringify(encodeURI(all)),
        'a'.repeat(129),
      ]
    }
    for (const index of [0, 1, 2, 3]) {
      const errors = await fail((attempt) => {
        const headers = { 'Request-ID': String(spell(attempt)[index]) }
        return Response.json({ code: 'PARAM_ERROR', message: '' }, { status: 400, headers })
      })
      for (const error of errors) expect(error).toMatchObject({ requestId: undefined })
    }
  })

  it('where a SIGN_ERROR makes the difference of two messages explained', async () => {
    const [, raw] = await fail(() => {
      const sign_information = { truncated_sign_message: 'GET\n/x\n1\n2\n\n', sign_message_length: 3 }
      return Response.json({ code: 'SIGN_ERROR', message: '', detail: { sign_information } }, { status: 401 })
    })
    expect(raw).toMatchObject({ diagnosis: expect.stringContaining('another path and query') })
  })

  it('where the transport throws them, and everything that it was given', async () => {
    const errors = await fail((attempt) => {
      const inner = Object.assign(new TypeError(`error sending request for url (${attempt.url})`), {
        code: attempt.authorization,
        request: attempt.request,
      })
      const outer = new Error(quoteAll(attempt), { cause: inner })
      outer.name = quoteAll(attempt)
      throw outer
    })
    for (const error of errors) expect(error).toMatchObject({ name: 'TransportError', cause: { cause: {} } })
  })

  it('where a body that breaks quotes them', async () => {
    await fail((attempt) => {
      const body = new ReadableStream({
        start: (controller) => controller.error(new Error(quoteAll(attempt))),
      })
      return new Response(body)
    })
  })

  it('where a verified response quotes them in a number, a name or a text', async () => {
    const bodies: ((secrets: readonly string[]) => object)[] = [
      (secrets) => ({ resp_code: '900009', resp_desc: secrets.join() }),
      (secrets) => ({ resp_code: secrets.at(-1), resp_desc: '' }),
      (secrets) => ({
        code: 'PARAM_ERROR',
        message: secrets.join(),
        detail: { [`${secrets.at(-1)}`]: Number(json.tel), [`${secrets[1]}`]: Number(query.phone) },
      }),
    ]
    for (const bodyOf of bodies) {
      for (const status of [200, 400]) {
        await fail(async ({ url, request, secrets }) => {
          const body = JSON.stringify(bodyOf(secrets))
          sandbox.failNext({ body })
          const { headers } = await sandbox.transport(url, request)
          return new Response(body, { status, headers })
        })
      }
    }
  })
})

describe('a text of somebody else’s', () => {
  const messageOf = async (message: string) => {
    const [error] = await fail(() => Response.json({ code: 'X', message }, { status: 400 }))
    return error?.message ?? ''
  }

  it('is cut', async () => {
    expect((await messageOf('a'.repeat(60_000))).length).toBeLessThan(1_200)
    const [error] = await fail(() =>
      Response.json({ code: 'X', message: '', detail: { value: 'b'.repeat(60_000) } }, { status: 400 }),
    )
    expect(JSON.stringify(error).length).toBeLessThan(3_000)
    const [thrown] = await fail(() => {
      throw Object.assign(new Error('c'.repeat(1e6)), { code: 'D'.repeat(1e6) })
    })
    expect(inspect(thrown, { depth: 9 }).length).toBeLessThan(20_000)
  })

  it('is escaped, so that it writes no line of its own into a log and turns nothing around', async () => {
    expect(await messageOf('a\r\nFAKE LOG LINE\u001b[31m\u0000\u202etxt.exe\u2028\u200b')).toContain(
      String.raw`a\u{d}\u{a}FAKE LOG LINE\u{1b}[31m\u{0}\u{202e}txt.exe\u{2028}\u{200b}`,
    )
    const [business] = await fail(async ({ url, request }) => {
      sandbox.failNext({ body: JSON.stringify({ resp_code: '9\n0', resp_desc: 'x\u001b[2J' }) })
      return sandbox.transport(url, request)
    })
    expect(business).toMatchObject({ respCode: String.raw`9\u{a}0`, respDesc: String.raw`x\u{1b}[2J` })
  })

  it('keeps what is ordinary', async () => {
    expect(await messageOf('参数错误：“金额”须为整数 (1-100) 😀')).toBe(
      'WeChat Pay responded with 400 X: 参数错误：“金额”须为整数 (1-100) 😀 (unverified). The call may have been executed; ask for its state before repeating it.',
    )
  })
})

describe('a value under the name of a sensitive field', () => {
  const showing = async (make: (wxpay: Client) => Promise<unknown>) => {
    let text = ''
    const transport: Transport = async (_, request) => {
      text = String(request.body)
      return Response.json({ code: 'PARAM_ERROR', message: text, detail: { value: text } }, { status: 400 })
    }
    const error = await make(createClient({ merchant, platformKeys, transport })).catch((error: unknown) => error)
    return { text, shown: inspect(error, { depth: 9 }) }
  }

  it('is masked where it travels plain, because the operation, or the caller, says so', async () => {
    const row = {
      ...json,
      ...({ auth_code: 'A', operation_time: '1767240000000', sales: '1', status: '0' } as const),
      ...({ subsidy: '1', add_code: '330102', address: '杭州市文一路 1 号', sale_models: '0', sn_code: 'S' } as const),
      ...{ uniscid: '91330000000000000X', corp_name: 'x', barcode: '6901234567890', item_name: 'x', spec_model: 'x' },
      ...({ brand: 'x', is_ai_product: '1', order_no: '1', activity_add_code: '330100' } as const),
    }
    const { req_ssn, ...data } = row
    const sync = await showing((wxpay) =>
      wxpay.v3.gov.subsidy.zhejiang.qualifications.sync.post({ json: { req_ssn, data: [data] } }),
    )
    expect(sync.text).toContain(row.address)
    expect(sync.shown).not.toContain(row.address)
    const raw = await showing((wxpay) =>
      wxpay.chain('v3/x').post({ json: { name: '张三丰', tel: 13800138000 }, plainFields: ['name', 'tel'] }),
    )
    expect(raw.text).toContain('张三丰')
    for (const value of ['张三丰', '13800138000']) expect(raw.shown).not.toContain(value)
  })
})

describe('a value is masked', () => {
  const broken = '浙江省杭州市西湖区\n文三路123号456室'
  const failWith = (message: string): Transport => {
    return async () => {
      throw new Error(message)
    }
  }
  const inspectError = async (call: Promise<unknown>) =>
    inspect(await call.catch((error: unknown) => error), { depth: 9 })

  it('in a stack too, if it has several lines', async () => {
    const wxpay = createClient({ merchant, platformKeys, transport: failWith(`rejected ${broken}`) })
    const call = wxpay[path].post({ json: { ...json, name: broken }, idempotent: false })
    expect(await inspectError(call)).not.toContain('文三路')
  })

  it('where it is cut off at the end of what is searched, and masks bring that into sight', async () => {
    const value = 'PLATE-'.repeat(36)
    const wxpay = createClient({ merchant, platformKeys, transport: failWith(value.repeat(1_000)) })
    const call = wxpay.chain('v3/x/{id}').post({ params: { id: value }, json: {} })
    expect(await inspectError(call)).not.toContain('PLATE')
  })

  it('of an upload’s path and query', async () => {
    const transport: Transport = async (url) => {
      throw new Error(`cannot reach ${url}`)
    }
    const wxpay = createClient({ merchant, platformKeys, transport })
    const file = new File(['x'], 'x.png')
    const shown = await inspectError(wxpay.upload('v3/merchant/{openid}/upload', { file, params, query }))
    for (const secret of [params.openid, query.phone, encodeURIComponent(query.note)]) {
      expect(shown).not.toContain(secret)
    }
  })

  it('where a signer quotes what it was to sign', async () => {
    const sign = async (message: string | Uint8Array): Promise<string> => {
      throw new Error(`cannot sign ${typeof message === 'string' ? message : new TextDecoder().decode(message)}`)
    }
    const signer = { ...merchant, privateKey: { sign } }
    const wxpay = createClient({ merchant: signer, platformKeys, transport: sandbox.transport })
    const shown = await inspectError(wxpay.chain('v3/users/{openid}/x').get({ params, query }))
    expect(shown).toContain('cannot sign')
    for (const secret of [params.openid, query.phone, encodeURIComponent(query.note)]) {
      expect(shown).not.toContain(secret)
    }
  })
})
