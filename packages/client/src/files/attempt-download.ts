import { createFetchTransport, type Deadline } from '@wechatpay-kit/transport-fetch'
import { type AttemptedResponse, MAX_ERROR_BYTES, signCall } from '../call/attempt/attempt.ts'
import type { PreparedCall } from '../call/prepare/prepare.ts'
import type { Settings } from '../call/settings.ts'
import { SignatureError } from '../errors/signature.ts'
import type { FileSteps, IncomingFile } from './file.ts'
import { verifyStatement } from './statement.ts'

/** Makes one attempt of a download. */
export type AttemptDownload = (
  call: PreparedCall,
  host: string,
  settings: Settings,
  deadline: Deadline,
  steps: FileSteps,
) => Promise<IncomingFile | AttemptedResponse>

/** Makes an attempt whose response is a file; an error comes as JSON, like any other. */
export const attemptDownload: AttemptDownload = async (call, host, settings, deadline, { hash, maxBytes }) => {
  const { url, request, signed, sensitiveValues, explain } = await signCall(call, host, settings, deadline)
  const { transport } = settings
  const bounds = { timeout: deadline.remaining(), maxResponseBytes: maxBytes, maxErrorBytes: MAX_ERROR_BYTES, deadline }
  const send = createFetchTransport({ transport, ...bounds })
  try {
    const response = await send(url, request)
    const { status, ok, body } = response
    const headers = Object.fromEntries(response.headers)
    const signatureError = new SignatureError('SIGNATURE_HEADER_MISSING', 'Responses to downloads are unsigned.')
    const shared = { headers, signatureError, sensitiveValues }
    if (ok) {
      // 204 and 205, of which no response with a stream can be made, are empty files like any other.
      const file = { ...shared, status: body ? status : 200, body: body ?? new Blob([]).stream(), explain }
      if (hash !== 'signed') return file
      const verdict = await deadline.race(verifyStatement(status, headers, settings))
      if (!verdict.signatureError) return { ...file, ...verdict }
      file.body.cancel().catch(() => {})
      return { ...shared, ...verdict, status, body: new Uint8Array(), signed }
    }
    return { ...shared, status, body: new Uint8Array(await response.arrayBuffer()), signed }
  } catch (error) {
    throw explain(error)
  }
}
