import type { CommandDescription } from '../command.ts'

interface Options {
  readonly error?: string
  readonly method?: string
  readonly target?: string
  readonly header?: readonly string[]
}

/** Explains why a signature is refused. */
export const explain: CommandDescription<Options> = {
  name: 'explain',
  summary: { en: 'explain why a signature is refused', zh: '解释签名为何被拒绝' },
  details: {
    en: 'Standard input is a request (as HTTP text or a curl command), a response or a notification (as HTTP text), or the error body of WeChat Pay; with --method, --target and --header, the body of a request. It compares with keys and numbers as far as they are set, and shows the first difference. Exit code 1 says that something is wrong.',
    zh: '标准输入可以是请求（HTTP 报文或 curl 命令）、应答或回调通知（HTTP 报文），或微信支付返回的错误报文体；带 --method、--target 与 --header 时是请求体。在已设置的密钥与编号范围内比对，并显示第一处差异。退出码 1 表示发现问题。',
  },
  args: [
    { name: 'FILE', isOptional: true, text: { en: 'a file in place of standard input', zh: '用文件代替标准输入' } },
  ],
  hasConfig: true,
  options: {
    error: {
      value: 'FILE',
      text: { en: 'the error body that WeChat Pay sent to this request', zh: '微信支付对该请求返回的错误报文体' },
    },
    method: { value: 'METHOD', text: { en: 'HTTP method of the request', zh: '请求的 HTTP 方法' } },
    target: { value: 'TARGET', text: { en: 'path and query of the request', zh: '请求的路径与查询串' } },
    header: {
      value: 'HEADER',
      isRepeated: true,
      text: { en: 'a header: Name: value; can be repeated', zh: '一个报文头：名称: 值；可重复' },
    },
  },
  examples: [
    {
      line: 'wechatpay-kit explain request.txt --error error.json --env-file .env',
      text: { en: 'a request that was answered with SIGN_ERROR', zh: '返回 SIGN_ERROR 的请求' },
    },
    {
      line: 'wechatpay-kit explain notification.txt --public-key-file pub_key.pem',
      text: { en: 'a notification that does not verify', zh: '验签失败的回调通知' },
    },
    {
      line: 'pbpaste | wechatpay-kit explain --env-file .env',
      text: { en: 'a curl command on the clipboard', zh: '剪贴板中的 curl 命令' },
    },
  ],
  async run([file], options, context) {
    const { explainInput } = await import('../explain/explain.ts')
    return explainInput(file, options, context)
  },
}
