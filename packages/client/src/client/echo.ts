import * as v from 'valibot'
import { type SensitiveTextSchema, sensitiveText, type TextSchema, text } from '../operation/fields.ts'
import { builtinOperation } from '../operation/operation.ts'

/**
 * 商户签名验签/加解密测试: sends back whatever it is sent, to try signing, verifying, encrypting and decrypting. `checkSetup`
 * of the client makes this call.
 *
 * `POST /v3/security/echo`
 *
 * @example
 * ```ts
 * import { echo, zhejiang, type Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client<readonly [...typeof zhejiang, typeof echo]>
 * const { echo_message } = await wxpay.v3.security.echo.post({ json: { echo_message: 'hello' } }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4014551946 | document 4014551946}
 */
export const echo: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/security/echo'
  readonly request: v.StrictObjectSchema<
    {
      /** 商户回调地址 · where a notification of the type SECURITY_ECHO.SUCCESS is sent */
      readonly notify_url: v.OptionalSchema<TextSchema, undefined>
      /** 回显信息 · text that comes back */
      readonly echo_message: TextSchema
      /** 加密回显信息 · text that comes back in the response; encrypted by the client */
      readonly encrypted_echo_message: v.OptionalSchema<SensitiveTextSchema, undefined>
    },
    undefined
  >
  readonly response: v.LooseObjectSchema<
    {
      /** 回显信息 · the text */
      readonly echo_message: v.StringSchema<undefined>
      /** 加密回显信息 · that text; encrypted, `json()` decrypts it */
      readonly encrypted_echo_message: v.OptionalSchema<SensitiveTextSchema, undefined>
    },
    undefined
  >
}> = builtinOperation({
  method: 'POST',
  path: 'v3/security/echo',
  request: v.strictObject({
    notify_url: v.optional(text()),
    echo_message: text(),
    encrypted_echo_message: v.optional(sensitiveText()),
  }),
  response: v.looseObject({
    echo_message: v.string(),
    encrypted_echo_message: v.optional(sensitiveText()),
  }),
})
