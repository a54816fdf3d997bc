import type { Signer } from '@wechatpay-kit/crypto'
import { createCall } from '../call/call.ts'
import type { GivenOptions, KnownOptions, Nothing, OperationOptions, ResponsePromise } from '../call/options.ts'
import { createRouter, type Router } from '../call/prepare/router.ts'
import type { Settings } from '../call/settings.ts'
import { redactError } from '../errors/redact.ts'
import { refuse } from '../errors/validation.ts'
import { type AnyOperation, checkOperation } from '../operation/operation.ts'
import type { ResponseJson } from './notations.ts'

/** The part of a client for functions that make calls of their own: they need not know its operations. */
export interface CallClient extends Signer {
  /**
   * Calls an operation, whether or not it stands in the client's `operations`.
   *
   * @param operation - from `@wechatpay-kit/endpoints` or `defineOperation`.
   * @param options - as in the three notations.
   * @returns the promise of its verified response.
   * @throws the errors of a call.
   */
  call<One extends AnyOperation, Validation extends 'off' | undefined = undefined>(
    operation: One,
    ...options: Nothing extends OperationOptions<One>
      ? [options?: KnownOptions<One, Validation>]
      : [options: KnownOptions<One, Validation>]
  ): ResponsePromise<ResponseJson<One>>
  /**
   * Signs a text with the merchant's key, such as the parameters that open a payment.
   *
   * @param message - UTF-8 text, or bytes.
   * @returns the signature, standard base64.
   * @throws ValidationError (`VALIDATION_FAILED`) if the key cannot sign it.
   */
  sign(message: string | Uint8Array): Promise<string>
}

/** Makes this part of a client; `known` is its router, whose names of sensitive fields count here too. */
export function createCallClient(settings: Settings, known: Router): CallClient {
  return {
    call: (operation: AnyOperation, options: object = {}) => {
      checkOperation(operation, 'operation')
      const call = createCall(settings, createRouter([operation], settings, undefined, known))
      return call(operation.method, operation.path, options as GivenOptions) as ResponsePromise<never>
    },
    async sign(message) {
      try {
        return await settings.merchant.privateKey.sign(message)
      } catch (error) {
        // It may quote what it was to sign.
        const cause = redactError(error, typeof message === 'string' ? [message] : [])
        refuse('merchant.privateKey', 'could not sign the text (see cause)', { cause })
      }
    },
  }
}
