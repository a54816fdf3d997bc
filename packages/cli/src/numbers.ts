import { UsageError } from './errors.ts'

/** Reads an option that is a whole number from 0; `undefined` where it was not given. */
export function readCount(text: string | undefined, flag: string, greatest: number): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,15}$/.test(text) && Number(text) <= greatest) return Number(text)
  throw new UsageError(`${flag} is a whole number from 0 to ${greatest}. Give one.`)
}
