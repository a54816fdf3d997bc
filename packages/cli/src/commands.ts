import type { CommandDescription } from './command.ts'
import { completion } from './commands/completion.ts'
import { confirm } from './commands/confirm.ts'
import { decrypt } from './commands/decrypt.ts'
import { encrypt } from './commands/encrypt.ts'
import { introduce } from './commands/introduce.ts'
import { operation } from './commands/operation.ts'
import { operations } from './commands/operations.ts'
import { pay } from './commands/pay.ts'
import { refund } from './commands/refund.ts'
import { sandbox } from './commands/sandbox.ts'
import { sign } from './commands/sign.ts'
import { trigger } from './commands/trigger.ts'
import { verify } from './commands/verify.ts'

/** All commands, in the order of the help. */
export const commands: readonly CommandDescription[] = [
  sandbox,
  pay,
  refund,
  confirm,
  introduce,
  trigger,
  operations,
  operation,
  sign,
  verify,
  encrypt,
  decrypt,
  completion,
]
