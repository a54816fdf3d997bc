import { createClient } from '@wechatpay-kit/client'
import { post } from '@wechatpay-kit/endpoints/v3/transfer/batches'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { readBlocks } from './pages.ts'

// What the guide of testing says of fake timers, in the runner that it shows.

/** The settings of the guide's block. */
function useTimersOfGuide(): void {
  const { code } = readBlocks('docs/en/sandbox.md').find((block) => block.code.includes('vi.useFakeTimers')) ?? {
    code: '',
  }
  const settings = /vi\.useFakeTimers\((\{.*\})\)/.exec(code)?.[1] ?? expect.fail('no settings in the guide')
  vi.useFakeTimers(new Function(`return ${settings}`)())
}

/** Prepares a transfer of that many encrypted names. */
async function startTransfer(count: number) {
  const { merchant, platformKeys, transport } = await createSandbox()
  onTestFinished(() => void vi.useRealTimers())
  const wxpay = createClient({ merchant, platformKeys, transport, operations: [post] })
  const rows = Array.from({ length: count }, (_, index) => ({
    out_detail_no: `D${index}`,
    transfer_amount: 30,
    transfer_remark: '报销',
    openid: 'o1',
    user_name: '张三',
  }))
  return () => {
    const json = {
      appid: 'wxd678efh567hg6787',
      out_batch_no: 'B1',
      batch_name: '报销',
      batch_remark: '报销',
      total_amount: 30 * count,
      total_num: count,
      transfer_detail_list: rows,
    }
    return wxpay.v3.transfer.batches.post({ json }).then(({ status }) => status)
  }
}

/** Lets everything go on that waits for no fake timer: WebCrypto works on threads of its own. */
const wait = (time: number) => new Promise<string>((resolve) => realTimeout(() => resolve('waits'), time))
const realTimeout = globalThis.setTimeout

describe('A call in a test with fake timers', () => {
  it('of ten encrypted fields waits until setImmediate is advanced', async () => {
    const call = await startTransfer(10)
    vi.useFakeTimers({ toFake: ['setImmediate'] })
    const status = call()
    expect(await Promise.race([status, wait(300)])).toBe('waits')
    let isOver = false
    void status.finally(() => {
      isOver = true
    })
    while (!isOver) {
      vi.runOnlyPendingTimers()
      await wait(5)
    }
    expect(await status).toBe(200)
  })

  it.each([9, 10])('of %i encrypted fields ends with the settings of the guide', async (count) => {
    const call = await startTransfer(count)
    useTimersOfGuide()
    expect(await call()).toBe(200)
  })

  it('of nine encrypted fields waits for no turn', async () => {
    const call = await startTransfer(9)
    vi.useFakeTimers({ toFake: ['setImmediate'] })
    expect(await call()).toBe(200)
  })
})
