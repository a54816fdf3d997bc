import type { CommandDescription } from '../command.ts'
import type { TriggerOptions } from '../sandbox/trigger.ts'

/** Sends a notification to an address. */
export const trigger: CommandDescription<TriggerOptions> = {
  name: 'trigger',
  summary: { en: 'have a running sandbox send any notification', zh: '让沙箱发送任意一种通知' },
  details: {
    en: 'The notification is signed and encrypted with the keys of the sandbox, sent once, and has sample values; --set changes them. Prints the response and what it means to WeChat Pay. With --fault the exit code is 0 if the receiver refused it.',
    zh: '通知用沙箱的密钥签名并加密，只发送一次，内容为示例值，可用 --set 修改。输出应答以及它对微信支付的含义。带 --fault 时，接收方拒绝则退出码为 0。',
  },
  args: [
    {
      name: 'EVENT',
      text: { en: 'event type, such as TRANSACTION.SUCCESS', zh: '事件类型，例如 TRANSACTION.SUCCESS' },
    },
  ],
  hasConfig: true,
  options: {
    to: { value: 'URL', text: { en: 'address of the receiver', zh: '接收通知的地址' } },
    set: {
      value: 'PLACE=VALUE',
      isRepeated: true,
      text: {
        en: 'value of the resource, such as resource.amount.total=1',
        zh: '修改资源中的值，例如 resource.amount.total=1',
      },
    },
    originalType: {
      value: 'TYPE',
      text: { en: 'original_type, where an event has several', zh: 'original_type，用于同一事件有多种资源时' },
    },
    fault: {
      value: 'FAULT',
      choices: [
        'unsigned',
        'wrong-signature',
        'other-signature',
        'unknown-key',
        'stale',
        'early',
        'probe',
        'duplicate-header',
        'bom',
      ],
      text: { en: 'how the notification is wrong', zh: '让通知带有某种错误' },
    },
  },
  examples: [
    {
      line: 'wechatpay-kit trigger TRANSACTION.SUCCESS --to http://127.0.0.1:3000/notify --set resource.amount.total=1',
      text: { en: 'a payment of one fen', zh: '一分钱的支付成功通知' },
    },
    {
      line: 'wechatpay-kit trigger REFUND.SUCCESS --to http://127.0.0.1:3000/notify --fault wrong-signature',
      text: { en: 'a forged one, which a receiver must refuse', zh: '伪造的通知，接收方必须拒绝' },
    },
  ],
  async run([event = ''], options, context) {
    const { trigger } = await import('../sandbox/trigger.ts')
    return trigger(event, options, context)
  },
}
