import type { CommandDescription } from './command.ts'
import { bill } from './commands/bill.ts'
import { call } from './commands/call.ts'
import { certificates } from './commands/certificates.ts'
import { check } from './commands/check.ts'
import { completion } from './commands/completion.ts'
import { confirm } from './commands/confirm.ts'
import { decrypt } from './commands/decrypt.ts'
import { download } from './commands/download.ts'
import { encrypt } from './commands/encrypt.ts'
import { explain } from './commands/explain.ts'
import { introduce } from './commands/introduce.ts'
import { keys } from './commands/keys.ts'
import { operation } from './commands/operation.ts'
import { operations } from './commands/operations.ts'
import { pay } from './commands/pay.ts'
import { receive } from './commands/receive.ts'
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
  receive,
  call,
  check,
  bill,
  certificates,
  download,
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
