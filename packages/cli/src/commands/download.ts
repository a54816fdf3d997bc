import type { CommandDescription } from '../command.ts'
import type { DownloadCommandOptions } from '../downloads/download.ts'

/** Downloads a file. */
export const download: CommandDescription<DownloadCommandOptions> = {
  name: 'download',
  summary: { en: 'download a file and check its hash', zh: '下载文件并校验哈希' },
  details: {
    en: 'With --out the file appears once it is whole and its hash is right; otherwise it goes to standard output, where the exit code tells.',
    zh: '带 --out 时，文件完整且哈希正确后才会出现；否则写到标准输出，以退出码表示结果。',
  },
  args: [{ name: 'URL', text: { en: 'download_url of a response, or a path', zh: '应答中的 download_url，或路径' } }],
  hasConfig: true,
  options: {
    hash: {
      value: 'TYPE:VALUE',
      text: { en: 'published hash, such as SHA1:79bb0f45…', zh: '公布的哈希，例如 SHA1:79bb0f45…' },
    },
    unchecked: { text: { en: 'nobody publishes a hash of this file', zh: '该文件没有公布哈希' } },
    gunzip: {
      text: { en: 'unpack a file that was asked for with tar_type=GZIP', zh: '解压以 tar_type=GZIP 申请的文件' },
    },
    out: { value: 'FILE', text: { en: 'file to write', zh: '写入的文件' } },
  },
  examples: [
    {
      line: "wechatpay-kit download 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=…' --hash SHA1:79bb0f45… --out bill.csv --env-file .env",
      text: { en: 'the file of a bill', zh: '账单文件' },
    },
  ],
  async run([url = ''], options, context) {
    const { download } = await import('../downloads/download.ts')
    await download(url, options, context)
  },
}
