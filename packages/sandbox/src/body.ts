import { findSensitiveValues, type Operation } from '@wechatpay-kit/endpoints'
import * as v from 'valibot'
import type { PlatformIdentity } from './answer.ts'
import { Refusal } from './refusal.ts'

/** The body of a call, checked by the operation's own schema, its sensitive fields decrypted with the key that the call names. Throws a refusal. */
export async function readBody(
  bytes: Uint8Array,
  operation: Operation,
  platform: PlatformIdentity | undefined,
  serial: string | null,
): Promise<Record<string, unknown>> {
  const { request = v.strictObject({}) } = operation
  const result = v.safeParse(request, parse(bytes))
  if (!result.success) throw refuseField(result.issues[0])
  const values = findSensitiveValues(request, result.output)
  if (values.length > 0 && !serial) {
    throw new Refusal(400, 'PARAM_ERROR', 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)')
  }
  if (!platform) throw new Refusal(400, 'PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误')
  for (const { path, value, plaintext: schema, replace } of values) {
    try {
      const plaintext = await platform.privateKey.decrypt(value)
      if (plaintext.length === 0) throw new Error('The plaintext is empty.')
      const text = new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
      if (schema && !v.is(schema, text)) throw new Error('The plaintext is not as documented.')
      replace(text)
    } catch {
      const detail = { field: `/${path.join('/')}`, issue: 'the field you encrypt is error', location: 'body' }
      throw new Refusal(400, 'PARAM_ERROR', '平台私钥解密失败', { detail })
    }
  }
  return result.output as Record<string, unknown>
}

function parse(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Refusal(400, 'INVALID_REQUEST', '请求内容传入了非UTF8参数')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'PARAM_ERROR', '请求体不是合法的JSON')
  }
}

function refuseField(issue: v.BaseIssue<unknown>): Refusal {
  const field = `/${(issue.path ?? []).map(({ key }) => String(key)).join('/')}`
  if (issue.expected === 'never') {
    return new Refusal(400, 'PARAM_ERROR', '参数中含有非法的额外参数', {
      detail: { field, issue: 'unexpected field', location: 'body' },
      reason: 270924358,
    })
  }
  const missing = issue.input === undefined || issue.type === 'non_empty'
  return new Refusal(400, 'PARAM_ERROR', missing ? '参数必填' : '参数类型错误', {
    detail: { field, issue: missing ? 'is required' : `must be ${issue.expected}`, location: 'body' },
  })
}
