import { findSensitiveValues, type Operation } from '@wechatpay-kit/endpoints'
import * as v from 'valibot'
import { decryptText } from '../described/decrypt.ts'
import { parseJson } from './json.ts'
import { Refusal } from './response.ts'
import type { PlatformIdentity } from './signature.ts'

/**
 * Reads the body of a call: checks it by the operation's own schema, and decrypts its sensitive fields with the key that
 * the call names by `serial`. Gives the JSON and the key. Throws a refusal.
 */
export async function readBody(
  bytes: Uint8Array,
  operation: Operation,
  serial: string | null,
  findKey: (serial: string | null) => Promise<PlatformIdentity | undefined>,
): Promise<{ readonly json: Record<string, unknown>; readonly key: PlatformIdentity }> {
  const { request = v.strictObject({}) } = operation
  const result = v.safeParse(request, parseJson(bytes))
  if (!result.success) throw refuseField(result.issues[0])
  const sensitiveValues = findSensitiveValues(request, result.output)
  if (sensitiveValues.length > 0 && !serial) {
    throw new Refusal(400, 'PARAM_ERROR', 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)')
  }
  const key = await findKey(serial)
  if (!key) throw new Refusal(400, 'PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误')
  // All at once: each takes about a millisecond, on a thread of its own.
  const texts = await Promise.all(sensitiveValues.map(({ value }) => decryptText(value, key)))
  for (const [index, { path, plaintext: schema, replace }] of sensitiveValues.entries()) {
    const text = texts[index]
    if (text === undefined || (schema && !v.is(schema, text))) {
      const detail = { field: `/${path.join('/')}`, issue: 'the field you encrypt is error', location: 'body' }
      throw new Refusal(400, 'PARAM_ERROR', '平台私钥解密失败', { detail })
    }
    replace(text)
  }
  return { json: result.output as Record<string, unknown>, key }
}

/** Makes the refusal of a field that the schema does not allow. */
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
