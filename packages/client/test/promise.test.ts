import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { afterEach, beforeEach, expect, it } from 'vitest'

const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const { merchant, platformKeys, transport } = await createSandbox()
const wxpay = createClient({ merchant, platformKeys, transport })
const good = () => wxpay[path].post({ json })
const bad = () => wxpay[path].post({ json: { ...json, name: '' } })

let unhandled: unknown[] = []
const onUnhandled = (error: unknown) => unhandled.push(error)
beforeEach(() => {
  unhandled = []
  process.on('unhandledRejection', onUnhandled)
})
afterEach(() => void process.off('unhandledRejection', onUnhandled))
const turn = () => new Promise((resolve) => setTimeout(resolve, 20))

it('is a promise to the runtime’s own code too', async () => {
  // As Bun.serve, waitUntil and locks wait for it: without looking at its then.
  const response = await new Promise<Response>((resolve, reject) => {
    Promise.prototype.then.call(good(), resolve as never, reject)
  })
  expect(response.status).toBe(200)
  const stream = new ReadableStream({ start: (controller) => good().then(() => controller.close()) })
  expect(await new Response(stream).text()).toBe('')
  expect(await Promise.resolve(good())).toBeInstanceOf(Response)
})

it('gives its JSON as often as asked, before and after the response', async () => {
  const call = good()
  const [one, other] = [await call.json(), await call.json()]
  expect(one).toEqual(other)
  expect(one).not.toBe(other)
  expect(await (await call).json()).toEqual(one)
  expect(await call.json()).toEqual(one)
})

it('reports a failure once, where somebody waits for it', async () => {
  await expect(bad()).rejects.toThrow('json.name')
  await expect(bad().json()).rejects.toThrow('json.name')
  const both = bad()
  await expect(both).rejects.toThrow('json.name')
  await expect(both.json()).rejects.toThrow('json.name')
  await expect(Promise.all([bad(), bad().json()])).rejects.toThrow('json.name')
  await turn()
  expect(unhandled).toEqual([])
})

it.each([
  ['the response', () => bad()],
  ['the JSON', () => bad().json()],
])('reports a failure of %s that nobody waits for', async (_, call) => {
  void call()
  await turn()
  expect(unhandled).toEqual([expect.objectContaining({ name: 'ValidationError' })])
})
