import type { CommandDescription } from '../command.ts'
import type { PayOptions } from '../sandbox/payers.ts'

/** Plays the payer of an order. */
export const pay: CommandDescription<PayOptions> = {
  name: 'pay',
  summary: { en: 'pay an order of a running sandbox', zh: '在沙箱中支付订单' },
  details: {
    en: 'Says what became of the order, and whether the notification was acknowledged. The number may be a prepay_id, a code_url or a h5_url too. Without WECHATPAY_BASE_URL the sandbox is that of http://127.0.0.1:19000.',
    zh: '显示订单的结果以及通知是否被确认。也可以用 prepay_id、code_url 或 h5_url 代替订单号。未设置 WECHATPAY_BASE_URL 时，使用 http://127.0.0.1:19000 的沙箱。',
  },
  args: [{ name: 'OUT_TRADE_NO', text: { en: 'number of the order', zh: '商户订单号' } }],
  hasConfig: true,
  options: {
    openid: {
      value: 'OPENID',
      text: { en: 'the payer; the one of the order if left out', zh: '付款人，默认为下单时的 openid' },
    },
    bankType: { value: 'BANK', text: { en: 'bank, such as CMB_CREDIT', zh: '付款银行，例如 CMB_CREDIT' } },
    fail: { text: { en: 'the payer does not pay', zh: '付款人支付失败' } },
  },
  examples: [
    { line: 'wechatpay-kit pay 1217752501201407033233368018', text: { en: 'the payer pays', zh: '付款人完成支付' } },
  ],
  async run([number = ''], options, context) {
    const { pay } = await import('../sandbox/payers.ts')
    await pay(number, options, context)
  },
}
