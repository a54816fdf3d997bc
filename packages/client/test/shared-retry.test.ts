import { createClient, createRetry } from '@wechatpay-kit/client/core'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { expect, it } from 'vitest'

const sandbox = await createSandbox()
const { merchant, platformKeys } = sandbox
const baseUrls = ['https://first.example', 'https://second.example'] as const

it('clients that share a repetition share what it remembers of the same hosts', async () => {
  const asked: string[] = []
  const transport: typeof sandbox.transport = async (url, request) => {
    const { host, pathname, search } = new URL(url)
    asked.push(host)
    if (host === 'first.example') throw new Error('unreachable')
    return sandbox.transport(`https://api.mch.weixin.qq.com${pathname}${search}`, request)
  }
  const connect = (retry: ReturnType<typeof createRetry>, hosts: readonly [string, ...string[]] = baseUrls) =>
    createClient({ merchant, platformKeys, transport, baseUrls: hosts, retry })
  const call = async (client: ReturnType<typeof connect>) => {
    await client.chain('v3/certificates').get()
    return asked.splice(0)
  }
  const retry = createRetry({ baseDelay: 0 })
  const one = connect(retry)
  for (let count = 0; count < 3; count++) expect(await call(one)).toEqual(['first.example', 'second.example'])
  expect(await call(one)).toEqual(['second.example'])
  expect(await call(connect(retry))).toEqual(['second.example'])
  // Another repetition, and other hosts, begin anew.
  expect(await call(connect(createRetry({ baseDelay: 0 })))).toEqual(['first.example', 'second.example'])
  expect(await call(connect(retry, [...baseUrls, 'https://third.example']))).toEqual([
    'first.example',
    'second.example',
  ])
})
