import { refuse } from '../errors/validation.ts'
import type { Meta } from './meta.ts'

/** Refuses a given `meta` that nobody describes, where it can only be a mistake: the file would be sent for nothing. */
export function checkMeta(meta: Meta): void {
  const entries = Object.entries(meta)
  if (entries.length === 0) refuse('meta', 'is empty and must have fields; leave it out to send filename and sha256')
  for (const [name, value] of entries) {
    if (value === undefined || value === null) refuse(`meta.${name}`, `is ${value} and must have a value; give it`)
    if (!/^[a-z][a-z\d_]*$/.test(name))
      refuse(`meta.${name}`, 'must be named in small letters, digits and _, as WeChat Pay does; correct the name')
  }
}
