/** An answer with an error status, thrown by whatever check finds the reason. */
export class Refusal extends Error {
  readonly status: number
  readonly body: { readonly code: string; readonly message: string; readonly detail?: object }
  /** The number after the dash of `Request-ID`, which tells support the reason. */
  readonly reason: number

  constructor(status: number, code: string, message: string, options: { detail?: object; reason?: number } = {}) {
    super(message)
    this.status = status
    this.body = { code, message, ...(options.detail ? { detail: options.detail } : {}) }
    this.reason = options.reason ?? 268435461
  }
}
