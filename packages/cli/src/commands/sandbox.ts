import type { CommandDescription } from '../command.ts'
import type { SandboxCommandOptions } from '../sandbox/serve.ts'

/** Serves a sandbox until it is told to stop. */
export const sandbox: CommandDescription<SandboxCommandOptions> = {
  name: 'sandbox',
  summary: { en: 'serve a WeChat Pay to test against', zh: '启动本地的微信支付沙箱' },
  details: {
    en: 'Prints the WECHATPAY_* variables that clients need, or writes them into a file that its owner alone can read; then every call, refusal and notification. It listens on 127.0.0.1 unless --host says otherwise; --host opens the payer’s page to others too, who can then have it send notifications from this machine to any address.',
    zh: '输出客户端所需的 WECHATPAY_* 变量，或写入仅所有者可读的文件；随后逐条显示请求、拒绝原因和通知。默认只监听 127.0.0.1；指定 --host 时，付款页面也对外开放，他人还可让本机向任意地址发送通知。',
  },
  options: {
    port: {
      value: 'PORT',
      text: { en: 'port; 19000 if left out, 0 is any free one', zh: '端口，默认 19000，0 表示任意空闲端口' },
    },
    host: {
      value: 'HOST',
      text: { en: 'address to listen on; 127.0.0.1 if left out', zh: '监听地址，默认 127.0.0.1' },
    },
    state: {
      value: 'FILE',
      text: { en: 'file that keeps keys and memory across restarts', zh: '保存密钥与数据的文件，重启后不丢失' },
    },
    merchant: {
      value: 'MCHID',
      isRepeated: true,
      text: { en: 'merchant number; 1900000000 if left out', zh: '商户号，默认 1900000000' },
    },
    partner: {
      value: 'MCHID',
      isRepeated: true,
      text: {
        en: 'number of a partner; MCHID=SUB,SUB names those for which alone it may call',
        zh: '服务商商户号；MCHID=子商户号,子商户号 限定其可代调用的子商户',
      },
    },
    platformKeys: {
      value: 'KIND',
      choices: ['public-key', 'certificate', 'both'],
      text: {
        en: 'keys by which merchants know WeChat Pay; public-key if left out',
        zh: '商户验证微信支付所用的密钥，默认 public-key',
      },
    },
    env: {
      value: 'FILE',
      text: { en: 'file for the variables; its other lines stay', zh: '写入变量的文件，其他行保留' },
    },
    payAfter: {
      value: 'MS',
      text: {
        en: 'milliseconds after which an order pays itself; never if left out',
        zh: '下单多少毫秒后自动支付；不写则等待 pay 命令',
      },
    },
    refundAfter: {
      value: 'MS',
      text: {
        en: 'milliseconds after which a refund succeeds; 1000 if left out, more leaves time for the command refund',
        zh: '退款多少毫秒后成功，默认 1000；要用 refund 命令决定结果，请设得更长',
      },
    },
  },
  examples: [
    {
      line: 'wechatpay-kit sandbox --env .env',
      text: { en: 'a sandbox, and its keys in .env', zh: '启动沙箱，密钥写入 .env' },
    },
    {
      line: 'wechatpay-kit sandbox --state sandbox.jsonl --merchant 1900000001 --partner 1900000100',
      text: { en: 'a merchant and a partner, remembered across restarts', zh: '一个商户与一个服务商，重启后数据仍在' },
    },
  ],
  async run(_args, options, context) {
    const { serveSandbox } = await import('../sandbox/serve.ts')
    await serveSandbox(options, context)
  },
}
