import type { CommandDescription } from '../command.ts'

interface Options {
  readonly resource?: true
  readonly associatedData?: string
}

/** Encrypts standard input: a field for WeChat Pay, or a resource as it sends them. */
export const encrypt: CommandDescription<Options> = {
  name: 'encrypt',
  summary: { en: 'encrypt a field for WeChat Pay, or a resource', zh: '加密敏感字段，或回调通知的 resource' },
  details: {
    en: 'Encrypts standard input with WeChat Pay’s public key (RSA-OAEP), as requests need it; a request sends the id of that key as Wechatpay-Serial. With --resource, with the APIv3 key (AES-256-GCM), as notifications come.',
    zh: '用微信支付公钥（RSA-OAEP）加密标准输入，供请求使用；请求须以 Wechatpay-Serial 发送该公钥的 ID。带 --resource 时用 APIv3密钥（AES-256-GCM）加密，形如回调通知。',
  },
  hasConfig: true,
  options: {
    resource: { text: { en: 'a resource, under the APIv3 key', zh: '用 APIv3密钥加密为 resource' } },
    associatedData: {
      value: 'TEXT',
      text: { en: 'associated_data of the resource', zh: 'resource 的 associated_data' },
    },
  },
  examples: [
    {
      line: "printf '%s' 张三 | wechatpay-kit encrypt --public-key-file pub_key.pem",
      text: { en: 'a name for a request', zh: '请求中的姓名' },
    },
  ],
  async run(_args, options, context) {
    const { encryptInput } = await import('../ciphertexts.ts')
    await encryptInput(options, context)
  },
}
