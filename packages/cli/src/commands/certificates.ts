import type { CommandDescription } from '../command.ts'

/** Lists platform certificates. */
export const certificates: CommandDescription<{ readonly out?: string }> = {
  name: 'certificates',
  summary: { en: 'list WeChat Pay’s platform certificates, or save them', zh: '列出或保存微信支付平台证书' },
  hasConfig: true,
  options: { out: { value: 'DIR', text: { en: 'folder to write them to', zh: '保存证书的文件夹' } } },
  examples: [
    {
      line: 'wechatpay-kit certificates --out certificates --env-file .env',
      text: { en: 'one file for each', zh: '每张证书一个文件' },
    },
  ],
  async run(_args, options, context) {
    const { getCertificates } = await import('../downloads/certificates.ts')
    await getCertificates(options, context)
  },
}
