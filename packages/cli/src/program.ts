import { readFile } from 'node:fs/promises'
import { Argument, Command, CommanderError, Option } from 'commander'
import type { CommandContext, CommandDescription, ConfigOptions, OptionDescription } from './command.ts'
import { commands } from './commands.ts'
import { UsageError } from './errors.ts'
import { formatFlag, formatHelp, formatOverview, listOptions } from './help.ts'
import { readInput } from './input.ts'
import { readLanguage } from './language.ts'
import { openOutput, type ProcessOutput } from './output.ts'
import { startProgress } from './progress.ts'

/** Runs the command that the words name; fulfils with the exit code, and never rejects. */
export async function runProgram(words: readonly string[], signal: AbortSignal): Promise<0 | 1 | 2> {
  const { env } = process
  const options = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  const given = commands.find(({ name }) => name === words[0])
  const isJson = given?.isAlwaysJson === true || options.includes('--json')
  const output = openOutput(env, isJson, isJson && !(given?.isAlwaysJson && process.stderr.isTTY))
  try {
    if (words[0] === '--version' || words[0] === '-V') return await printVersion(output)
    return await parse(words, output, signal)
  } catch (error) {
    // Whoever aborted knows it.
    if (signal.aborted) return 1
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const isUsage = error instanceof CommanderError || error instanceof UsageError
    const topic = given ? ` ${given.name}` : ''
    output.fail(
      error instanceof CommanderError ? explainUsage(error, given) : error,
      isUsage ? `wechatpay-kit${topic} --help` : undefined,
    )
    return isUsage ? 2 : 1
  }
}

/** Makes an error of commander's one of ours; to an option that is the beginning of another, that is suggested too. */
function explainUsage({ message }: CommanderError, command: CommandDescription | undefined): UsageError {
  const text = message.replace(/^error: /, '')
  const [, given, argument, choices] =
    /^command-argument value '(.*)' is invalid for argument '(.+)'\. Allowed choices are (.+)\.$/s.exec(text) ?? []
  if (argument) return new UsageError(`${argument} is ${given}. Allowed choices are ${choices}.`)
  const [, option, value, values] =
    /^option '(--[\w-]+) <.+>' argument '(.*)' is invalid\. Allowed choices are (.+)\.$/s.exec(text) ?? []
  if (option) return new UsageError(`${option} is ${value}. Allowed choices are ${values}.`)
  const [, flag] = /unknown option '(--[\w-]+)'$/.exec(text) ?? []
  const longer = command && flag ? listOptions(command).map(([name]) => formatFlag(name)) : []
  const meant = longer.find((other) => other.startsWith(`${flag}-`))
  return new UsageError(meant ? `${text}\n(Did you mean ${meant}?)` : text)
}

async function parse(words: readonly string[], output: ProcessOutput, signal: AbortSignal): Promise<0 | 1> {
  let code: 0 | 1 = 0
  const language = readLanguage(process.env)
  const program = silence(new Command('wechatpay-kit'))
  program.helpInformation = () => `${formatOverview(commands, language, output.colors)}\n`
  program.helpOption('-h, --help').helpCommand(true)
  program.addOption(new Option('-V, --version'))
  for (const description of commands) {
    const command = createCommand(description, (args, given) => {
      const context = createContext(given, output, signal)
      return description.run(args, given, context).then((result) => {
        code = result ?? 0
      })
    })
    command.helpInformation = () => `${formatHelp(description, language, output.colors)}\n`
    program.addCommand(command)
  }
  await program.parseAsync(words.length === 0 ? ['--help'] : words, { from: 'user' })
  return code
}

async function printVersion({ print }: ProcessOutput): Promise<0> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  print({ version }, () => version)
  return 0
}

function createCommand(
  description: CommandDescription,
  action: (args: readonly string[], options: object) => Promise<void>,
): Command {
  const command = silence(new Command(description.name))
  for (const { name, isOptional, isRepeated, choices } of description.args ?? []) {
    const shown = isRepeated ? `${name}...` : name
    const argument = new Argument(isOptional ? `[${shown}]` : `<${shown}>`)
    command.addArgument(choices ? argument.choices(choices) : argument)
  }
  command.helpOption('-h, --help')
  for (const [name, option] of listOptions(description)) {
    if (name !== 'help') command.addOption(createOption(name, option))
  }
  return command.action(() => action(command.args, command.opts()))
}

function createOption(name: string, { value, choices, isRepeated }: OptionDescription): Option {
  const option = new Option(value === undefined ? formatFlag(name) : `${formatFlag(name)} <${value}>`)
  if (choices) option.choices(choices)
  if (isRepeated) option.argParser((text: string, before: readonly string[] = []) => [...before, text])
  return option
}

/** Has commander throw where it would print and exit, but for the help. */
function silence(command: Command): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
}

function createContext(config: ConfigOptions, output: ProcessOutput, signal: AbortSignal): CommandContext {
  const language = readLanguage(process.env)
  const waiting = { en: 'Reading standard input; Ctrl-D ends it.', zh: '正在读取标准输入，按 Ctrl-D 结束。' }
  return {
    isJson: output.isJson,
    colors: output.colors,
    columns: output.columns,
    print: output.print,
    note: output.note,
    language,
    commands,
    env: process.env,
    signal,
    config,
    say: (text) => text[language],
    readInput: () => readInput(signal, () => output.note(waiting[language])),
    startProgress: (label, total) => startProgress(label, total, !output.isJson),
  }
}
