import type { Language, Text, Variables } from './language.ts'
import type { Output } from './output.ts'
import type { Progress } from './progress.ts'

/** An argument of a command, in its place. */
export interface ArgumentDescription {
  /** Name in capital letters, as the usage shows it: `FILE`. */
  readonly name: string
  readonly text: Text
  /** `true` where it can be left out: the last ones only. */
  readonly isOptional?: true
  /** `true` where it takes all words that are left: the last one only. */
  readonly isRepeated?: true
  /** The values that it can have; all others are wrong usage. */
  readonly choices?: readonly string[]
}

/** An option of a command; its key in {@link CommandDescription.options} is its name: `baseUrl` is `--base-url`. */
export interface OptionDescription {
  readonly text: Text
  /** Name of its value in capital letters: `FILE`; a `FILE` and a `DIR` are completed. Without it the option is a switch. */
  readonly value?: string
  /** The values that it can have; all others are wrong usage. */
  readonly choices?: readonly string[]
  /** `true` where it can be given several times, so that its value is a list. */
  readonly isRepeated?: true
}

/** A line that somebody can type, and the reason to. */
interface Example {
  /** The line, beginning with `wechatpay-kit` or with what is piped into it. */
  readonly line: string
  readonly text: Text
}

/**
 * One command: the description that parsing, help, completion and the table of the README are made of, and the function
 * that does it. A module of `commands/` imports nothing but types; `run` imports all that it needs, when it runs.
 */
export interface CommandDescription<Options extends object = object> {
  readonly name: string
  /** One line, without a full stop. */
  readonly summary: Text
  /** More sentences for its own help. */
  readonly details?: Text
  readonly args?: readonly ArgumentDescription[]
  readonly options?: { readonly [Name in keyof Options]-?: OptionDescription }
  readonly examples: readonly [Example, ...Example[]]
  /** `true` where it reads keys and numbers of the environment: it takes the options of `config.ts` too. */
  readonly hasConfig?: true
  /** `true` where everything that it prints is JSON, so that `--json` can mean something else. */
  readonly isAlwaysJson?: true
  /**
   * Does it. Its promise fulfils when nothing of it runs any more: with nothing for exit code 0, or with the code. It
   * throws a `UsageError` for exit code 2, and anything else for 1.
   *
   * @param args - in their places; an optional one that was left out is missing at the end.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is the usual command.
  run(args: readonly string[], options: Options, context: CommandContext): Promise<void | 1>
}

/** All that a command has of the process that it runs in. */
export interface CommandContext extends Output {
  readonly language: Language
  /** All commands there are. */
  readonly commands: readonly CommandDescription[]
  /** Environment variables. */
  readonly env: Variables
  /** Aborted by Ctrl-C, by a signal that ends the process, and where nobody reads the output any more. */
  readonly signal: AbortSignal
  /** Options of `config.ts`, where the command has them. */
  readonly config: ConfigOptions
  /** The text in the language of the user. */
  say(text: Text): string
  /** Reads standard input to its end. On a terminal it says that it waits. */
  readInput(): Promise<Buffer>
  /** Opens a progress bar, which is seen on a terminal only. `total` is in bytes, where it is known. */
  startProgress(label: string, total?: number): Promise<Progress>
}

/** Options that stand in place of `WECHATPAY_*` variables: `undefined` where they were not given. */
export interface ConfigOptions {
  readonly envFile?: string
  readonly mchid?: string
  readonly serial?: string
  readonly certificateFile?: string
  readonly privateKeyFile?: string
  readonly p12File?: string
  readonly publicKeyId?: string
  readonly publicKeyFile?: string
  readonly apiv3KeyFile?: string
  readonly baseUrl?: string
}
