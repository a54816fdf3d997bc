/** A command could not do what it was asked for: exit code 1. The message ends with the one thing to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  readonly code: string

  /** @param code - of machines: capital letters and underscores. */
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A command was called wrongly: exit code 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError'

  constructor(message: string, code = 'USAGE') {
    super(code, message)
  }
}

/** Members of the kit's errors that are for machines too, and hold no secret. */
const MEMBERS = ['status', 'apiCode', 'requestId', 'outcome', 'detail', 'diagnosis', 'issues'] as const

/** The JSON of an error. */
interface DescribedError {
  readonly code: string
  readonly message: string
  /** Code of what led to it, such as `ECONNREFUSED`. */
  readonly reason?: string
  /** All that is wrong with the input, where the message tells of the first alone. */
  readonly issues?: readonly { readonly field: string; readonly message: string }[]
}

/** Finds the code of what led to an error in the end, where the system tells one. */
function findReason(error: unknown): string | undefined {
  let reason: string | undefined
  for (let cause: unknown = Object(error).cause; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) reason = code
  }
  return reason
}

/** The JSON of an error: code, message, and what an error of the kit says besides. */
export function describeError(error: unknown): DescribedError {
  const { code, message, ...rest } = Object(error) as Record<string, unknown>
  const reason = findReason(error)
  const members = MEMBERS.flatMap((name) => (Object(error)[name] === undefined ? [] : [[name, Object(error)[name]]]))
  return {
    code: typeof code === 'string' ? code : 'UNEXPECTED',
    message: typeof message === 'string' && message !== '' ? message : String(rest['name'] ?? error),
    ...(reason === undefined ? {} : { reason }),
    ...Object.fromEntries(members),
  }
}
