import { InputError } from './errors.ts'

/** The error for a value that is not what its role demands. */
export function invalid(role: string, demand: string | RegExp): InputError {
  return new InputError(`${role} must be ${demand}.`)
}

/** Refuses a value that does not match a pattern, and names the pattern. */
export function check(role: string, value: unknown, pattern: RegExp): void {
  if (!pattern.test((value ?? '') as string)) throw invalid(role, pattern)
}
