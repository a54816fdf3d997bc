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
