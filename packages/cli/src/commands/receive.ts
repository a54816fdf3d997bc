import type { CommandDescription } from '../command.ts'
import type { ReceiveOptions } from '../receive.ts'

/** Receives notifications. */
export const receive: CommandDescription<ReceiveOptions> = {
  name: 'receive',
  summary: { en: 'receive notifications: verify, decrypt, print', zh: '接收通知：验签、解密并显示' },
  details: {
    en: 'Each is acknowledged once it is printed; one that cannot be trusted is refused, and the reason is printed.',
    zh: '显示后即确认；不可信的通知会被拒绝，并显示原因。',
  },
  hasConfig: true,
  options: {
    port: {
      value: 'PORT',
      text: { en: 'port; 19001 if left out, 0 is any free one', zh: '端口，默认 19001，0 表示任意空闲端口' },
    },
    host: {
      value: 'HOST',
      text: { en: 'address to listen on; 127.0.0.1 if left out', zh: '监听地址，默认 127.0.0.1' },
    },
    path: { value: 'PATH', text: { en: 'path; any if left out', zh: '路径，默认任意' } },
  },
  examples: [
    {
      line: 'wechatpay-kit receive --env-file .env',
      text: { en: 'with the keys of a sandbox or an account', zh: '使用沙箱或商户的密钥' },
    },
  ],
  async run(_args, options, context) {
    const { receive } = await import('../receive.ts')
    await receive(options, context)
  },
}
