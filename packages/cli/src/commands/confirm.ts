import type { CommandDescription } from '../command.ts'

/** Plays the user who takes a transfer. */
export const confirm: CommandDescription<{ readonly fail?: string }> = {
  name: 'confirm',
  summary: { en: 'take a transfer of a running sandbox', zh: '在沙箱中确认收款' },
  args: [{ name: 'OUT_BILL_NO', text: { en: 'number of the transfer', zh: '商户转账单号' } }],
  hasConfig: true,
  options: {
    fail: {
      value: 'REASON',
      text: { en: 'why it fails, such as ACCOUNT_FROZEN', zh: '失败原因，例如 ACCOUNT_FROZEN' },
    },
  },
  examples: [{ line: 'wechatpay-kit confirm T20260101', text: { en: 'the user takes the money', zh: '用户确认收款' } }],
  async run([number = ''], options, context) {
    const { confirm } = await import('../sandbox/payers.ts')
    await confirm(number, options, context)
  },
}
