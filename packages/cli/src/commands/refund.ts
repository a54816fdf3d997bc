import type { CommandDescription } from '../command.ts'

/** Plays the bank that settles a refund. */
export const refund: CommandDescription<{ readonly result?: string }> = {
  name: 'refund',
  summary: { en: 'settle a refund of a running sandbox', zh: '让沙箱中的退款到达终态' },
  args: [{ name: 'OUT_REFUND_NO', text: { en: 'number of the refund', zh: '商户退款单号' } }],
  hasConfig: true,
  options: {
    result: {
      value: 'RESULT',
      choices: ['success', 'abnormal', 'closed'],
      text: { en: 'what the bank does; success if left out', zh: '退款结果，默认 success' },
    },
  },
  examples: [
    {
      line: 'wechatpay-kit refund R20260101 --result abnormal',
      text: { en: 'the payer’s card is gone', zh: '用户的银行卡已注销' },
    },
  ],
  async run([number = ''], options, context) {
    const { settleRefund } = await import('../sandbox/payers.ts')
    await settleRefund(number, options, context)
  },
}
