import { createMemoryStore } from '@wechatpay-kit/endpoints'
import * as native from '@wechatpay-kit/endpoints/v3/pay/partner/transactions/native'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'
import { createAccounts } from '../examples/merchants/accounts.mjs'
import { createReceiver } from '../examples/merchants/receive.mjs'

// The accounts and the receiver of examples/merchants, as a caller copies them.
type Variables = Readonly<Record<string, string>>
const [first, second] = ['1900000109', '1900000110'] as const
const platform = { id: 'PUB_KEY_ID_0114232134912410000000000000', keys: await generateKeyPair() }
const createWorld = (apiV3Key?: string) =>
  createSandbox({ merchants: [{ mchid: first, apiV3Key }, { mchid: second }], platform, platformKeyKind: 'public-key' })
const sandbox = await createWorld()
const variablesOf = (world: typeof sandbox, mchid: string): Variables =>
  world.merchants.find((merchant) => merchant.mchid === mchid)?.writeEnvironment() ?? {}

/** Accounts over a vault, what was loaded from it, and what was handled. */
function connect({ max = 10, world = () => sandbox } = {}) {
  const vault = new Map<string, readonly [Variables, ...Variables[]]>(
    [first, second].map((mchid) => [mchid, [variablesOf(sandbox, mchid)]]),
  )
  const loaded: string[] = []
  const handled: [mchid: string, id: unknown][] = []
  const accounts = createAccounts({
    load: async (mchid) => {
      loaded.push(mchid)
      return vault.get(mchid)
    },
    createHandlers: (mchid) => ({
      'REFUND.SUCCESS': ({ resource }) => void handled.push([mchid, resource.out_refund_no]),
    }),
    store: createMemoryStore(),
    max,
    connection: { transport: (url, request) => world().transport(url, request) },
  })
  return { accounts, receive: createReceiver(accounts), vault, loaded, handled }
}
const notify = (mchid: string, path: string, world = sandbox) =>
  world.createNotification(`https://shop.example${path}`, {
    event_type: 'REFUND.SUCCESS',
    mchid,
    resource: { out_refund_no: `R-${mchid}` },
  })

describe('the accounts of many merchants', () => {
  it('are made once however many ask at the same time, and made anew after they were given up', async () => {
    const { accounts, loaded } = connect({ max: 1 })
    const found = await Promise.all([accounts.find(first), accounts.find(first), accounts.find(first)])
    expect(new Set(found).size).toBe(1)
    expect(loaded).toEqual([first])
    await accounts.find(second)
    expect(accounts.size).toBe(1)
    expect(await accounts.find(first)).not.toBe(found[0])
    expect(loaded).toEqual([first, second, first])
  })

  it('are not kept of merchants that are unknown, or whose settings are wrong', async () => {
    const { accounts, vault } = connect()
    expect(await accounts.find('1900000999')).toBeUndefined()
    vault.set(first, [{ ...variablesOf(sandbox, first), WECHATPAY_PRIVATE_KEY: '' }])
    await expect(accounts.find(first)).rejects.toThrow('WECHATPAY_PRIVATE_KEY is missing')
    expect(accounts.size).toBe(0)
    vault.set(first, [variablesOf(sandbox, first)])
    expect((await accounts.find(first))?.mchid).toBe(first)
  })

  it('let a partner order for a merchant, whose number the types demand', async () => {
    const { accounts } = connect()
    const { wxpay } = (await accounts.find(first)) ?? expect.fail('no account')
    const order = {
      description: '茶叶',
      out_trade_no: 'partner-1',
      amount: { total: 1 },
      notify_url: 'https://a.example/n',
    }
    const json = { ...order, sp_appid: 'wx8888888888888888', sp_mchid: first }
    const { code_url } = await wxpay.call(native.post, { json: { ...json, sub_mchid: second } }).json()
    expect(code_url).toMatch(/^weixin:/)
    // @ts-expect-error sub_mchid is missing
    await expect(wxpay.call(native.post, { json })).rejects.toThrow('sub_mchid')
  })
})

describe('one address for all', () => {
  it('hands each notification to its merchant, and loads nobody else’s keys', async () => {
    const { receive, handled, loaded } = connect()
    expect((await receive(await notify(second, `/notify/${second}`))).status).toBe(204)
    expect((await receive(await notify(first, `/notify/${first}`))).status).toBe(204)
    expect(handled).toEqual([
      [second, `R-${second}`],
      [first, `R-${first}`],
    ])
    expect(loaded).toEqual([second, first])
  })

  it('hands nobody a notification of another merchant', async () => {
    const { receive, handled } = connect()
    expect((await receive(await notify(first, `/notify/${second}`))).status).toBe(500)
    expect(handled).toEqual([])
  })

  it.each(['/notify/1900000999', '/notify/', '/notify/1900000109/more', '/notify/..%2f'])(
    'refuses %s',
    async (path) => {
      const { receive, handled } = connect()
      expect((await receive(await notify(first, path))).status).toBe(404)
      expect(handled).toEqual([])
    },
  )
})

it('keys are replaced while the process runs: certificate, and APIv3 key', async () => {
  // The merchant platform after the change: the same merchant with another certificate and another APIv3 key.
  const changed = await createWorld('0123456789abcdef0123456789abcdef')
  let world = sandbox
  const { accounts, receive, vault, handled } = connect({ world: () => world })
  const call = async () => {
    const { wxpay } = (await accounts.find(first)) ?? expect.fail('no account')
    return (
      await wxpay
        .chain('v3/security/echo')
        .post({ json: { echo_message: 'one' } })
        .catch((error) => error)
    ).status
  }
  expect(await call()).toBe(200)
  world = changed
  expect(await call()).toBe(401)
  vault.set(first, [variablesOf(changed, first), variablesOf(sandbox, first)])
  expect(await call()).toBe(401)
  accounts.forget(first)
  expect(await call()).toBe(200)
  // Sent before the change, and after it.
  expect((await receive(await notify(first, `/notify/${first}`, sandbox))).status).toBe(204)
  expect((await receive(await notify(first, `/notify/${first}`, changed))).status).toBe(204)
  expect(handled).toHaveLength(2)
})
