import { copyOwn } from '@wechatpay-kit/transport-fetch'

/** One fault of the caller's input. */
export interface ValidationIssue {
  /** Place of the fault: `json.cert_no`, `headers.Wechatpay-Serial`, `merchant.mchid`, `response.data.0.name`. */
  readonly field: string
  /** End of a sentence that begins with the field: the fault and its remedy, never the value. */
  readonly message: string
}

/** The only code of a {@link ValidationError}. */
export type ValidationErrorCode = 'VALIDATION_FAILED'

/**
 * Input that cannot be sent; nothing was sent. Or a response with encrypted fields that the client has no key for, when
 * its JSON is read. Or environment variables that are missing or wrong. `field` and the message name the first fault,
 * `issues` all; of environment variables the message lists all.
 *
 * `code` is always `'VALIDATION_FAILED'`. Values never appear.
 *
 * @example
 * ```ts
 * import { type Client, ValidationError } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const json = { cate_code: 'A01', cert_no: '', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const error = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).catch((error: unknown) => error)
 * console.log(error instanceof ValidationError && error.field) // json.cert_no
 * ```
 */
export class ValidationError extends Error {
  override readonly name = 'ValidationError'
  readonly code: ValidationErrorCode = 'VALIDATION_FAILED'
  /** `'not-sent'`; `'unknown'` where the fault was found while a response was read: its call was executed. */
  declare readonly outcome: 'not-sent' | 'unknown'
  declare readonly field: string
  declare readonly issues: readonly ValidationIssue[]

  constructor(
    given: readonly [ValidationIssue, ...ValidationIssue[]],
    options?: ErrorOptions & {
      readonly outcome?: 'unknown'
      /** Default: the first fault, and the number of the others. */
      readonly message?: string
    },
  ) {
    const issues = given.map((issue) => ({ ...issue, field: maskNames(issue.field) }))
    const [{ field, message }] = issues as [ValidationIssue]
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more, see issues)` : ''
    super(options?.message ?? `${field} ${message}${more}.`, options)
    this.outcome = options?.outcome ?? 'not-sent'
    this.field = field
    this.issues = issues
  }
}

/** Names of fields, and indexes. */
const NAME = /^([a-z_$][\w$-]{0,63}|\d{1,5})$/i
/** Numbers of documents, and openids: no field's name has four digits, or goes from small to capital letters five times. */
const DATA = /^\D.*(\d.*){4}|([a-z\d][A-Z].*){5}/

/** Masks names in a place that are none: somebody's number or name, where a field's name was meant. */
function maskNames(field: string): string {
  const parts = field.split('.')
  return parts.map((part) => (NAME.test(part) && !DATA.test(part) ? part : '***')).join('.')
}

/** Refuses one field of the caller's input. */
export function refuse(field: string, message: string, options?: ErrorOptions): never {
  throw new ValidationError([{ field, message }], options)
}

/**
 * Copies options, their own alone: whatever somebody put on `Object.prototype` is none. Refuses those that nobody knows,
 * because most are misspelt; `of` says whose options they are, and `option` which one of those holds them.
 */
export function readOwnOptions<Options extends object>(
  options: Options,
  known: readonly string[],
  of: string,
  option?: string,
): Options {
  if (typeof options !== 'object' || options === null) refuse(option ?? 'options', 'must be an object')
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined)
    refuse(option ? `${option}.${unknown}` : unknown, `is not an option of ${of}; the options are ${known.join(', ')}`)
  return copyOwn(options)
}

/** Refuses options that must be functions where they are given. */
export function refuseUnlessFunctions(options: Readonly<Record<string, unknown>>): void {
  for (const [name, given] of Object.entries(options)) {
    if (given !== undefined && typeof given !== 'function') refuse(name, 'must be a function')
  }
}
