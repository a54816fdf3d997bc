import type { CommandDescription } from '../command.ts'

/** Checks the set-up of an account. */
export const check: CommandDescription<{ readonly notify?: string }> = {
  name: 'check',
  summary: { en: 'find out what is wrong with an account’s set-up', zh: '检查商户配置中的问题' },
  details: {
    en: 'Keys, serial numbers, clock, both hosts, an encryption round trip and notifications: each finding with its remedy. Nothing is paid or changed.',
    zh: '检查密钥、序列号、时钟、两个域名、加解密往返与通知，逐项给出结论和解决办法。不会产生交易或修改。',
  },
  hasConfig: true,
  options: {
    notify: {
      value: 'URL',
      text: {
        en: 'your address for notifications, to which one is sent',
        zh: '接收通知的地址，将向其发送一条测试通知',
      },
    },
  },
  examples: [
    { line: 'wechatpay-kit check --env-file .env', text: { en: 'the account of .env', zh: '检查 .env 中的商户' } },
  ],
  async run(_args, options, context) {
    const { check } = await import('../setup/check.ts')
    return check(options, context)
  },
}
