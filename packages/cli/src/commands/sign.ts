import type { CommandDescription } from '../command.ts'

interface Options {
  readonly method?: string
  readonly target?: string
  readonly timestamp?: string
  readonly nonce?: string
}

/** Signs standard input: as it is, or as the body of a request. */
export const sign: CommandDescription<Options> = {
  name: 'sign',
  summary: { en: 'sign standard input, or a request', zh: '对标准输入签名，或为请求生成 Authorization' },
  details: {
    en: 'Without options, standard input is the message, and its signature is printed. With --method and --target it is the body of a request, and the value of Authorization is printed. Every byte counts, line feeds too.',
    zh: '不带选项时，标准输入就是待签名串，输出签名值。带 --method 与 --target 时，标准输入是请求体，输出 Authorization 的值。每个字节都参与签名，包括换行符。',
  },
  hasConfig: true,
  options: {
    method: { value: 'METHOD', text: { en: 'HTTP method of the request', zh: '请求的 HTTP 方法' } },
    target: {
      value: 'TARGET',
      text: { en: 'path and query of the request, as sent', zh: '请求的路径与查询串，与发送的完全一致' },
    },
    timestamp: { value: 'SECONDS', text: { en: 'Unix time; now if left out', zh: 'Unix 时间（秒），默认为现在' } },
    nonce: { value: 'TEXT', text: { en: 'nonce; a fresh one if left out', zh: '随机串，默认新生成' } },
  },
  examples: [
    {
      line: 'wechatpay-kit sign --method GET --target /v3/certificates --mchid 1900007291 --serial 408B07E7… --private-key-file apiclient_key.pem < /dev/null',
      text: { en: 'the Authorization of a request without a body', zh: '没有请求体的请求的 Authorization' },
    },
    {
      line: 'printf \'%s\' \'{"appid":"wx…"}\' | wechatpay-kit sign --method POST --target /v3/pay/transactions/jsapi --env-file .env',
      text: { en: 'that of a request with a body', zh: '带请求体的请求的 Authorization' },
    },
  ],
  async run(_args, options, context) {
    const { signInput } = await import('../signatures/sign.ts')
    await signInput(options, context)
  },
}
