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

/** The JSON of an error: code, message, and what an error of the kit says besides. */
export function describeError(error: unknown): { readonly code: string; readonly message: string } {
  const { code, message, ...rest } = Object(error) as Record<string, unknown>
  const members = MEMBERS.flatMap((name) => (Object(error)[name] === undefined ? [] : [[name, Object(error)[name]]]))
  return {
    code: typeof code === 'string' ? code : 'UNEXPECTED',
    message: typeof message === 'string' && message !== '' ? message : String(rest['name'] ?? error),
    ...Object.fromEntries(members),
  }
}
