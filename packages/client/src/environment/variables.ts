import type { DescribeMistakenId } from '../keys/mistaken-ids.ts'

/** The variables that tell of a merchant's access, in the order in which faults are listed. */
export const VARIABLES = [
  'WECHATPAY_MCHID',
  'WECHATPAY_SERIAL',
  'WECHATPAY_CERTIFICATE',
  'WECHATPAY_PRIVATE_KEY',
  'WECHATPAY_PLATFORM_KEYS',
  'WECHATPAY_PUBLIC_KEY_ID',
  'WECHATPAY_PUBLIC_KEY',
  'WECHATPAY_APIV3_KEY',
  'WECHATPAY_BASE_URL',
] as const

/** The name of a variable. */
export type Variable = (typeof VARIABLES)[number]

/** The variables whose value may be the bytes of a file too. */
type KeyVariable = 'WECHATPAY_CERTIFICATE' | 'WECHATPAY_PRIVATE_KEY' | 'WECHATPAY_PUBLIC_KEY'

/** Values of variables. */
export type Values = { [Name in Variable]?: Name extends KeyVariable ? string | Uint8Array : string }

/** A fault of a variable: the end of a sentence, or the error of its check; a variable without `cause` is missing. */
export interface Fault {
  readonly name: string
  readonly cause?: unknown
}

/** Variables as they were read, before anybody knows whether they can be used. */
export interface Variables {
  /** The environment that they were read from. */
  readonly env: Readonly<Record<string, unknown>>
  /** Remedies by file, where variables may name files; `undefined` where no file is read. */
  readonly fileRemedies: FileRemedies | undefined
  /** Describes a mistaken id; without it the fault says what was wanted alone. */
  readonly describe?: DescribeMistakenId | undefined
  readonly values: Values
  /** Variables that are set: those that have a value, and those that have a fault in its place. */
  readonly set: Set<string>
  readonly faults: Fault[]
}

/** Sentences that go on after “or”, by the variable that is missing. */
export type FileRemedies = Readonly<Partial<Record<string, string>>>

/** Reads the variables that are texts. */
export function readVariables(env: object, fileRemedies?: FileRemedies, describe?: DescribeMistakenId): Variables {
  const variables: Variables = {
    env: env as Variables['env'],
    fileRemedies,
    describe,
    values: Object.create(null),
    set: new Set(),
    faults: [],
  }
  for (const name of VARIABLES) {
    const text = readText(name, variables)
    if (text !== undefined) variables.values[name] = text
  }
  return variables
}

/** Reads a variable; `undefined` where it is not set, empty, or no text, which is a fault. */
export function readText(name: string, { env, set, faults }: Variables): string | undefined {
  // Whatever somebody put on Object.prototype is no variable.
  const value = (name in Object.prototype && !Object.hasOwn(env, name) ? undefined : env[name]) ?? ''
  const text = typeof value === 'string' ? trimText(value) : undefined
  if (text === undefined) faults.push({ name, cause: 'is not a text: put its value into quotation marks' })
  if (text !== '') set.add(name)
  return text || undefined
}

/** Trims what comes along with a text: white space, a byte order mark, the quotation marks of an env file. */
export function trimText(given: string): string {
  const text = given.trim()
  return (/^(["'])(.*)\1$/s.exec(text)?.[2] ?? text).trim()
}
