import type { CommandDescription } from '../command.ts'

/** Shows one documented call. */
export const operation: CommandDescription = {
  name: 'operation',
  summary: { en: 'show a documented call, field by field', zh: '逐字段显示一个接口' },
  details: {
    en: 'Shows request, response and notifications of a call: type, required (*), encrypted, limits, values and terms. A whole URL, and values in place of variables, are understood.',
    zh: '显示接口的请求、应答与通知：类型、是否必填（*）、是否加密、限制、取值与含义。可以给出完整 URL，路径变量处可以是具体的值。',
  },
  args: [
    { name: 'METHOD', text: { en: 'HTTP method', zh: 'HTTP 方法' } },
    { name: 'PATH', text: { en: 'path of the call', zh: '接口路径' } },
  ],
  examples: [
    {
      line: 'wechatpay-kit operation POST /v3/pay/transactions/jsapi',
      text: { en: 'the order of a JSAPI payment', zh: 'JSAPI 下单' },
    },
  ],
  async run([method = '', path = ''], _options, context) {
    const { showOperation } = await import('../catalogue/operation.ts')
    await showOperation(method, path, context)
  },
}
