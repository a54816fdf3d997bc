import type { CommandDescription } from '../command.ts'

interface Options {
  readonly signature?: string
  readonly timestamp?: string
  readonly nonce?: string
  readonly header?: readonly string[]
  readonly headersFile?: string
}

/** Verifies a signature of WeChat Pay's over standard input. */
export const verify: CommandDescription<Options> = {
  name: 'verify',
  summary: { en: 'verify WeChat Pay’s signature over standard input', zh: '验证微信支付对标准输入的签名' },
  details: {
    en: 'Standard input is the body of a response or a notification, byte by byte. The signature comes as headers, or as --signature, --timestamp and --nonce; with --signature alone, standard input is the whole message. The age of a signature is told, and not judged.',
    zh: '标准输入是应答或回调通知的原始报文体，逐字节一致。签名来自报文头，或 --signature、--timestamp 与 --nonce；只给 --signature 时，标准输入就是整个验签串。只说明签名时间，不据此判断。',
  },
  hasConfig: true,
  options: {
    signature: { value: 'BASE64', text: { en: 'Wechatpay-Signature', zh: 'Wechatpay-Signature 的值' } },
    timestamp: { value: 'SECONDS', text: { en: 'Wechatpay-Timestamp', zh: 'Wechatpay-Timestamp 的值' } },
    nonce: { value: 'TEXT', text: { en: 'Wechatpay-Nonce', zh: 'Wechatpay-Nonce 的值' } },
    header: {
      value: 'HEADER',
      isRepeated: true,
      text: { en: 'a header: Name: value; can be repeated', zh: '一个报文头：名称: 值；可重复' },
    },
    headersFile: {
      value: 'FILE',
      text: { en: 'file of headers, as curl --dump-header writes it', zh: '报文头文件，即 curl --dump-header 的输出' },
    },
  },
  examples: [
    {
      line: 'wechatpay-kit verify --headers-file headers.txt --public-key-file pub_key.pem < body.json',
      text: { en: 'a response that curl saved', zh: '用 curl 保存的应答' },
    },
  ],
  async run(_args, options, context) {
    const { verifyInput } = await import('../signatures/verify.ts')
    await verifyInput(options, context)
  },
}
