import type { CommandDescription } from '../command.ts'

/** Decrypts standard input: a field of a response, or a resource of a notification. */
export const decrypt: CommandDescription = {
  name: 'decrypt',
  summary: { en: 'decrypt a field, a resource or a notification', zh: '解密敏感字段、resource 或整个回调通知' },
  details: {
    en: 'JSON with a ciphertext (a resource, a notification, an entry of the certificate list) is decrypted with the APIv3 key, anything else as base64 with the merchant’s private key. The plaintext is printed as it is.',
    zh: '含有 ciphertext 的 JSON（resource、回调通知、平台证书列表的一项）用 APIv3密钥解密，其他内容视为 base64，用商户私钥解密。明文原样输出。',
  },
  hasConfig: true,
  examples: [
    {
      line: 'wechatpay-kit decrypt --apiv3-key-file apiv3.key < notification.json',
      text: { en: 'a notification', zh: '回调通知' },
    },
    {
      line: 'wechatpay-kit decrypt --private-key-file apiclient_key.pem < field.txt',
      text: { en: 'a field of a response', zh: '应答中的敏感字段' },
    },
  ],
  async run(_args, _options, context) {
    const { decryptInput } = await import('../ciphertexts.ts')
    await decryptInput(context)
  },
}
