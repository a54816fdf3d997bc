import type { Authorization } from './authorization.ts'
import { toText } from './bytes.ts'
import type { Finding } from './finding.ts'
import { type HttpMessage, isSigned } from './http.ts'
import type { Known } from './known.ts'
import { type Received, readReceived } from './received.ts'
import { explainRequest } from './request.ts'
import { explainSigned } from './response.ts'
import type { SignedInstead } from './signed-instead.ts'
import type { Wording } from './wording.ts'

/** Everything beside a message that it is explained with. */
export interface ExplainOptions {
  readonly known: Known
  /** Error that WeChat Pay sent to the request. */
  readonly received?: Received | undefined
  readonly wording: Wording
}

/** A message, explained. */
export interface Explanation {
  readonly kind: 'error' | 'request' | 'signed'
  readonly findings: readonly Finding[]
  /** Canonical message that is to be signed, or that was received. */
  readonly message?: string
  /** Fields of the request's `Authorization`. */
  readonly authorization?: Authorization
  /** Message that was signed in place of the right one, where it was found. */
  readonly found?: SignedInstead
}

/** Explains a request, or a response or notification: by its headers it is known which. */
export async function explainMessage(message: HttpMessage, options: ExplainOptions): Promise<Explanation> {
  const { known, received, wording } = options
  if (isSigned(message)) {
    const explained = await explainSigned(message, known, wording)
    // The response to a request whose signature was refused says more about that than about its own.
    const refused = readReceived(toText(message.body))
    const told = refused?.code === 'SIGN_ERROR' ? describeError(refused, wording) : []
    return { kind: 'signed', ...explained, findings: [...known.findings, ...told, ...explained.findings] }
  }
  const explained = await explainRequest(message, known, received, wording)
  const told = received && received.beginning === undefined ? describeError(received, wording) : []
  return { kind: 'request', ...explained, findings: [...known.findings, ...told, ...explained.findings] }
}

/** Explains an error body alone. */
export function explainError(received: Received, { known, wording }: ExplainOptions): Explanation {
  const { beginning } = received
  const findings = [...known.findings, ...describeError(received, wording)]
  return { kind: 'error', findings, ...(beginning !== undefined && { message: beginning }) }
}

/** Finds the reasons that an error names by itself. */
function describeError({ code, message, beginning, length }: Received, { giveRequest }: Wording): Finding[] {
  const text = `${code}: ${message}`
  const isSignature = code === 'SIGN_ERROR'
  const shown =
    beginning === undefined
      ? { en: text, zh: text }
      : {
          en: `${text}. Below is the beginning of the message that WeChat Pay verified, of ${length ?? 'unknown'} bytes in all.`,
          zh: `${text}。下面是微信支付所验证的待签名串的开头，全长 ${length ?? '未知'} 字节。`,
        }
  const remedy = isSignature
    ? giveRequest
    : {
        en: 'This is no error of a signature: the request was understood, and refused for another reason.',
        zh: '这不是签名错误：请求已通过验签，因其他原因被拒绝。',
      }
  return [{ check: 'error', status: 'problem', text: shown, remedy }]
}
