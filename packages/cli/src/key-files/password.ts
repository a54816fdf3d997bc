import type { CommandContext } from '../command.ts'

/**
 * Reads the password of a file: from its variable, from a person at a terminal, or from standard input where that is not
 * the file itself. `undefined` where there is none.
 */
export async function readPassword(isPiped: boolean, context: CommandContext): Promise<string | undefined> {
  const { WECHATPAY_P12_PASSWORD: given } = context.env
  if (given) return given
  if (isPiped) return undefined
  if (process.stdin.isTTY && process.stderr.isTTY) return ask(context)
  if (process.stdin.isTTY) return undefined
  return (await context.readInput()).toString('utf8').replace(/\r?\n$/, '') || undefined
}

async function ask({ say, signal }: CommandContext): Promise<string | undefined> {
  const { isCancel, password } = await import('@clack/prompts')
  const message = say({
    en: 'Password (WeChat Pay sets the merchant number)',
    zh: '密码（微信支付默认设为商户号）',
  })
  const answer = await password({ message, output: process.stderr, signal })
  if (!isCancel(answer)) return answer || undefined
  // The prompt has taken the Ctrl-C that ends everything else.
  if (!signal.aborted) process.emit('SIGINT', 'SIGINT')
  throw signal.reason
}
