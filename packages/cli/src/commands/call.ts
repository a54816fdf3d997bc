import type { CallCommandOptions } from '../calls/call.ts'
import type { CommandDescription } from '../command.ts'

/** Calls WeChat Pay. */
export const call: CommandDescription<CallCommandOptions> = {
  name: 'call',
  summary: { en: 'make any call, signed and verified', zh: '调用任意接口，自动签名与验签' },
  details: {
    en: 'A documented call is validated before anything is sent, its sensitive fields are encrypted, and those of the response decrypted. Prints the verified JSON.',
    zh: '有文档的接口会先校验参数再发送，敏感字段自动加密，应答中的敏感字段自动解密。输出验签后的 JSON。',
  },
  args: [
    {
      name: 'METHOD',
      text: { en: 'HTTP method', zh: 'HTTP 方法' },
      choices: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    },
    { name: 'PATH', text: { en: 'path, such as v3/certificates', zh: '路径，例如 v3/certificates' } },
  ],
  hasConfig: true,
  isAlwaysJson: true,
  options: {
    json: {
      value: 'JSON',
      text: {
        en: 'the body, or the meta of an upload; @FILE is a file, - standard input',
        zh: '请求体，上传时为 meta；@FILE 表示文件，- 表示标准输入',
      },
    },
    file: { value: 'FILE', text: { en: 'file to upload', zh: '上传的文件' } },
    field: {
      value: 'NAME=VALUE',
      isRepeated: true,
      text: { en: 'another part of the form of an upload', zh: '上传表单的其他字段' },
    },
    query: { value: 'NAME=VALUE', isRepeated: true, text: { en: 'query parameter', zh: '查询参数' } },
    header: { value: 'NAME:VALUE', isRepeated: true, text: { en: 'another header', zh: '其他请求头' } },
    brandId: { value: 'NUMBER', text: { en: 'brand that calls, by its own key', zh: '以品牌身份调用时的品牌ID' } },
    plainField: {
      value: 'NAME',
      isRepeated: true,
      text: {
        en: 'field that no description names and that may leave as plain text',
        zh: '没有接口描述、允许以明文发送的字段',
      },
    },
    unvalidated: { text: { en: 'send what the description does not know', zh: '不做参数校验' } },
  },
  examples: [
    {
      line: 'wechatpay-kit call GET v3/pay/transactions/out-trade-no/1217752501 --query mchid=1900000001 --env-file .env',
      text: { en: 'a query of an order', zh: '查询订单' },
    },
    {
      line: 'wechatpay-kit call POST v3/pay/transactions/native --json @order.json --env-file .env',
      text: { en: 'an order, whose JSON is in a file', zh: '下单，请求体取自文件' },
    },
    {
      line: 'wechatpay-kit call POST v3/merchant/media/upload --file licence.png --env-file .env',
      text: { en: 'an upload', zh: '上传图片' },
    },
  ],
  async run([method = '', path = ''], options, context) {
    const { call } = await import('../calls/call.ts')
    await call(method, path, options, context)
  },
}
