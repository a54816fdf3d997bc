import type { CommandDescription } from './command.ts'
import { completion } from './commands/completion.ts'
import { decrypt } from './commands/decrypt.ts'
import { encrypt } from './commands/encrypt.ts'
import { explain } from './commands/explain.ts'
import { keys } from './commands/keys.ts'
import { operation } from './commands/operation.ts'
import { operations } from './commands/operations.ts'
import { sign } from './commands/sign.ts'
import { verify } from './commands/verify.ts'

/** All commands, in the order of the help. */
export const commands: readonly CommandDescription[] = [
  operations,
  operation,
  keys,
  explain,
  sign,
  verify,
  encrypt,
  decrypt,
  completion,
]
