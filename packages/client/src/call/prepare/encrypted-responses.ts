import { refuse } from '../../errors/validation.ts'
import type { Operation } from '../../operation/operation.ts'
import { listSensitiveNames } from './plain-fields.ts'

/** Refuses an operation whose responses have encrypted fields, for a client that was given no way to decrypt them. */
export function refuseEncryptedResponses({ method, path, response }: Operation): void {
  if (listSensitiveNames(response).length > 0)
    refuse(
      'decryptResponse',
      `must be given, from @wechatpay-kit/client/core: responses to ${method} ${path} have encrypted fields`,
    )
}
