import type { Encrypter } from '@wechatpay-kit/crypto'
import type { Notify } from './sandbox.ts'

/** Executes `POST /v3/security/echo`. */
export async function answerEcho(
  json: Readonly<Record<string, unknown>>,
  merchant: Encrypter,
  notify: Notify,
): Promise<object> {
  const { notify_url, echo_message, encrypted_echo_message } = json as Record<string, string | undefined>
  if (notify_url !== undefined) {
    const content = { event_type: 'SECURITY_ECHO.SUCCESS', original_type: 'security', resource: { echo_message } }
    // WeChat Pay does not wait for the answer either.
    notify(notify_url, content).catch(() => {})
  }
  if (encrypted_echo_message === undefined) return { echo_message }
  return { echo_message, encrypted_echo_message: await merchant.encrypt(encrypted_echo_message) }
}
