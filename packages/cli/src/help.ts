import type { ArgumentDescription, CommandDescription, OptionDescription } from './command.ts'
import { CONFIG_OPTIONS } from './config.ts'
import type { Language, Text } from './language.ts'
import type { Colors } from './output.ts'
import { formatColumns } from './table.ts'

const WORDS = {
  usage: { en: 'Usage', zh: '用法' },
  commands: { en: 'Commands', zh: '命令' },
  args: { en: 'Arguments', zh: '参数' },
  options: { en: 'Options', zh: '选项' },
  config: {
    en: 'Keys and numbers (in place of WECHATPAY_* variables)',
    zh: '密钥与编号（代替 WECHATPAY_* 环境变量）',
  },
  examples: { en: 'Examples', zh: '示例' },
  more: {
    en: 'wechatpay-kit COMMAND --help shows a command with an example. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.',
    zh: 'wechatpay-kit 命令 --help 显示该命令的用法与示例。退出码：0 完成，1 被拒绝或失败，2 用法错误。',
  },
} satisfies Record<string, Text>

/** The summary of the whole command. */
const SUMMARY: Text = {
  en: 'WeChat Pay APIv3 on the command line',
  zh: '命令行里的微信支付 APIv3',
}

/** The options that every command has. */
const COMMON_OPTIONS: Readonly<Record<'json' | 'help', OptionDescription>> = {
  json: {
    text: {
      en: 'print JSON for machines; errors too, on standard error',
      zh: '输出供程序读取的 JSON；错误亦为 JSON，写到标准错误',
    },
  },
  help: { text: { en: 'show this help', zh: '显示本帮助' } },
}

/** The options of a command, with those that it shares: by name. */
export function listOptions(command: CommandDescription): [name: string, option: OptionDescription][] {
  const own = (command.options ?? {}) as Readonly<Record<string, OptionDescription>>
  const config = command.hasConfig ? CONFIG_OPTIONS : {}
  const { json, help } = COMMON_OPTIONS
  return Object.entries({ ...own, ...config, ...(command.isAlwaysJson ? {} : { json }), help })
}

/** The flag of an option: `baseUrl` is `--base-url`. */
export function formatFlag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** The usage of a command: its name, arguments and whether it has options. */
function formatUsage({ name, args = [] }: CommandDescription): string {
  return [name, ...args.map(formatArgument)].join(' ')
}

function formatArgument({ name, isOptional, isRepeated }: ArgumentDescription): string {
  const shown = isRepeated ? `${name}...` : name
  return isOptional ? `[${shown}]` : shown
}

/** The help of a command. */
export function formatHelp(command: CommandDescription, language: Language, { bold, dim }: Colors): string {
  const say = (text: Text) => text[language]
  const heading = (text: Text) => bold(say(text))
  const { args = [], details, examples } = command
  const listed = listOptions(command).map(([name, option]) => ({ name, row: formatOption(name, option, language) }))
  const isConfig = ({ name }: { readonly name: string }) => command.hasConfig === true && name in CONFIG_OPTIONS
  const rows = {
    args: args.map(({ name, text, choices }) => [name, say(text) + formatChoices(choices)]),
    options: listed.filter((option) => !isConfig(option)).map(({ row }) => row),
    config: listed.filter(isConfig).map(({ row }) => row),
  }
  const section = (name: keyof typeof rows) =>
    rows[name].length > 0 ? [`${heading(WORDS[name])}\n${formatColumns(rows[name])}`] : []
  const shown = examples.map(({ line, text }) => `  ${dim(`# ${say(text)}`)}\n  ${line}`)
  return [
    `${heading(WORDS.usage)}  wechatpay-kit ${formatUsage(command)} [--…]`,
    [say(command.summary), ...(details ? [say(details)] : [])].join('\n'),
    ...section('args'),
    ...section('options'),
    ...section('config'),
    `${heading(WORDS.examples)}\n${shown.join('\n')}`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
}

function formatOption(name: string, { value, text, choices }: OptionDescription, language: Language): string[] {
  const flag = formatFlag(name)
  return [value === undefined ? flag : `${flag} ${value}`, text[language] + formatChoices(choices)]
}

function formatChoices(choices: readonly string[] | undefined): string {
  return choices ? ` (${choices.join(', ')})` : ''
}

/** The help of the whole command: all commands, each in a line. */
export function formatOverview(
  commands: readonly CommandDescription[],
  language: Language,
  { bold, cyan }: Colors,
): string {
  const rows = commands.map((command) => [cyan(formatUsage(command)), command.summary[language]])
  return [
    `wechatpay-kit: ${SUMMARY[language]}`,
    `${bold(WORDS.usage[language])}  wechatpay-kit COMMAND [--…]`,
    `${bold(WORDS.commands[language])}\n${formatColumns(rows)}`,
    WORDS.more[language],
  ].join('\n\n')
}
