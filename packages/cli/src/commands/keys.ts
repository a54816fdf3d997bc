import type { CommandDescription } from '../command.ts'

interface Options {
  readonly to?: string
}

/** Tells what a file of a key or a certificate is. */
export const keys: CommandDescription<Options> = {
  name: 'keys',
  summary: { en: 'tell what a key or certificate file is', zh: '识别密钥或证书文件' },
  details: {
    en: 'Reads PEM, DER, base64 and PKCS#12 by their content, whatever their names and labels say: size, serial number, dates, and the variable that each is for. Files with the same fingerprint belong together. A password comes from WECHATPAY_P12_PASSWORD, a terminal or standard input.',
    zh: '按内容识别 PEM、DER、base64 与 PKCS#12，不看文件名与标签：密钥长度、序列号、有效期，以及对应的环境变量。指纹相同的文件属于同一对密钥。密码取自 WECHATPAY_P12_PASSWORD、终端或标准输入。',
  },
  args: [{ name: 'FILE', text: { en: 'the file; - is standard input', zh: '文件；- 表示标准输入' } }],
  options: {
    to: {
      value: 'FORM',
      choices: ['pkcs8', 'public'],
      text: {
        en: 'print it in another form: the private key without a password, or the public key',
        zh: '转换后输出：不带密码的私钥，或公钥',
      },
    },
  },
  examples: [
    { line: 'wechatpay-kit keys apiclient_cert.pem', text: { en: 'serial number and dates', zh: '序列号与有效期' } },
    {
      line: 'wechatpay-kit keys apiclient_cert.p12 --to pkcs8 > apiclient_key.pem',
      text: { en: 'the private key of a PKCS#12 file', zh: '取出 PKCS#12 文件中的私钥' },
    },
  ],
  async run([file = ''], options, context) {
    const { showKeys } = await import('../key-files/show.ts')
    await showKeys(file, options, context)
  },
}
