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

it('gives the same response wherever somebody asks for it, before its JSON or after', async () => {
  const call = good()
  const before = call.then((response) => response.status)
  const json = await call.json()
  const responses = await Promise.all([call, call, call.finally(() => {})])
  expect(await before).toBe(200)
  expect(responses).toEqual(responses.map(() => expect.any(Response)))
  expect(new Set(responses).size).toBe(1)
  expect(await responses[0]?.json()).toEqual(json)

  const late = good()
  await late.json()
  expect((await late).status).toBe(200)
  expect(await late).toBe(await late)
})

it('ends for the runtime’s own code even where the JSON alone is taken', async () => {
  const waitFor = (promise: Promise<unknown>) =>
    new Promise((resolve, reject) => void Promise.prototype.then.call(promise, resolve, reject))
  const [call, failing] = [good(), bad()]
  const results = Promise.allSettled([call.json(), waitFor(call), failing.json(), waitFor(failing)])
  expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
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
