import { createStreamResponse } from '@wechatpay-kit/transport-fetch'
import { expect, it, vi } from 'vitest'

const pieces = (...texts: string[]) => {
  const bytes = texts.map((text) => new TextEncoder().encode(text))
  return async () => bytes.shift()
}

it('gives the pieces as one body, with status and headers', async () => {
  const response = createStreamResponse(pieces('{"a"', ':1}'), () => {}, { status: 201, headers: { 'X-Test': '1' } })
  expect([response.status, response.headers.get('x-test')]).toEqual([201, '1'])
  expect(await response.json()).toEqual({ a: 1 })
})

it('has all readers of a response, whatever the pieces', async () => {
  const create = (text = 'a=%E6%88%90&b=1') => {
    const bytes = new TextEncoder().encode(text).values()
    const next = () => {
      const { value } = bytes.next()
      return value === undefined ? undefined : Uint8Array.of(value)
    }
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    return createStreamResponse(
      async () => next(),
      () => {},
      { headers },
    ) as Response & {
      bytes(): Promise<Uint8Array>
    }
  }
  expect([...(await create().formData())]).toEqual([
    ['a', '成'],
    ['b', '1'],
  ])
  expect(await create('\ufeff张三').text()).toBe('张三')
  expect(await create('{"a":"张三"}').json()).toEqual({ a: '张三' })
  await expect(create('{"a"').json()).rejects.toThrow(SyntaxError)
  const blob = await create('张三').blob()
  expect([blob.type, await blob.text()]).toEqual(['application/x-www-form-urlencoded', '张三'])
  expect([...(await create('ab').bytes())]).toEqual([97, 98])
  expect([...new Uint8Array(await create('ab').arrayBuffer())]).toEqual([97, 98])
  expect((await create('').arrayBuffer()).byteLength).toBe(0)
  const long = 'x'.repeat(200_000)
  expect(await create(long).text()).toBe(long)
})

it('is read once, as every response', async () => {
  const response = createStreamResponse(pieces('a', 'b'), () => {}, {})
  expect([response.bodyUsed, await response.text(), response.bodyUsed]).toEqual([false, 'ab', true])
  await expect(response.text()).rejects.toThrow(TypeError)
  const begun = createStreamResponse(pieces('a', 'b'), () => {}, {})
  const reader = begun.body?.getReader()
  await expect(begun.text()).rejects.toThrow(TypeError)
  await reader?.read()
  reader?.releaseLock()
  await expect(begun.text()).rejects.toThrow(TypeError)
})

it.each(['arrayBuffer', 'blob', 'formData', 'json', 'text'] as const)(
  'lets %s fail with the error of the pieces',
  async (read) => {
    const error = new Error('broken')
    const first = pieces('{')
    const next = async () => (await first()) ?? Promise.reject(error)
    const init = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }
    await expect(createStreamResponse(next, () => {}, init)[read]()).rejects.toBe(error)
  },
)

it('says that nobody wants the rest, and why', async () => {
  const cancel = vi.fn()
  await createStreamResponse(pieces('a', 'b', 'c'), cancel, {}).body?.cancel('enough')
  expect(cancel.mock.calls).toEqual([['enough']])
})
