import type { CommandDescription, OptionDescription } from './command.ts'
import { formatFlag, listOptions } from './help.ts'
import type { Language } from './language.ts'

type Shell = 'bash' | 'fish' | 'zsh'

/** Writes the completion script of a shell. It is text alone: no program runs while somebody types. */
export function createCompletion(shell: Shell, commands: readonly CommandDescription[], language: Language): string {
  return { bash: writeBash, zsh: writeZsh, fish: writeFish }[shell](commands, language)
}

/** Kind of a value that is completed: names of files, of folders, some words, or nothing. */
function readKind({ value, choices }: OptionDescription): 'dir' | 'file' | 'none' | 'words' {
  if (choices) return 'words'
  return value === 'FILE' ? 'file' : value === 'DIR' ? 'dir' : 'none'
}

/** Words that can stand in the first place of a command, where they are known. */
function listChoices({ args = [] }: CommandDescription): readonly string[] {
  return args[0]?.choices ?? []
}

function writeBash(commands: readonly CommandDescription[]): string {
  const names = commands.map(({ name }) => name).join(' ')
  const cases = commands.map((command) => {
    const options = listOptions(command)
    const flags = options.map(([name]) => formatFlag(name)).join(' ')
    const values = options
      .filter(([, { value }]) => value !== undefined)
      .map(([name, option]) => {
        const words = {
          file: '_filedir_wechatpay_kit -f',
          dir: '_filedir_wechatpay_kit -d',
          words: `COMPREPLY=($(compgen -W "${option.choices?.join(' ')}" -- "$word"))`,
          none: 'COMPREPLY=()',
        }[readKind(option)]
        return `        ${formatFlag(name)}) ${words}; return ;;`
      })
    return [
      `    ${command.name})`,
      ...(values.length > 0 ? ['      case "$before" in', ...values, '      esac'] : []),
      `      if [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "${flags}" -- "$word"))`,
      listChoices(command).length > 0
        ? `      else COMPREPLY=($(compgen -W "${listChoices(command).join(' ')}" -- "$word")); fi ;;`
        : '      else _filedir_wechatpay_kit -f; fi ;;',
    ].join('\n')
  })
  return `# wechatpay-kit completion bash
_filedir_wechatpay_kit() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$word"))
}
_wechatpay_kit() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} help --help --version" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
    help) COMPREPLY=($(compgen -W "${names}" -- "$word")) ;;
${cases.join('\n')}
  esac
}
complete -F _wechatpay_kit wechatpay-kit
`
}

function writeZsh(commands: readonly CommandDescription[], language: Language): string {
  // Inside quotation marks; a colon separates, and brackets hold a description.
  const quote = (text: string) => text.replaceAll("'", "'\\''").replace(/[:[\]]/g, '\\$&')
  const list = commands.map(({ name, summary }) => `    '${name}:${quote(summary[language])}'`)
  const cases = commands.map((command) => {
    const options = listOptions(command).map(([name, option]) => {
      const action = { file: '_files', dir: '_files -/', words: `(${option.choices?.join(' ')})`, none: '' }
      const value = option.value === undefined ? '' : `:${option.value}:${action[readKind(option)]}`
      return `      '${option.isRepeated ? '*' : ''}${formatFlag(name)}[${quote(option.text[language])}]${value}'`
    })
    const choices = listChoices(command)
    const rest = choices.length > 0 ? `'1: :(${choices.join(' ')})'` : "'*: :_files'"
    return `    ${command.name}) _arguments \\\n${[...options, `      ${rest}`].join(' \\\n')} ;;`
  })
  return `#compdef wechatpay-kit
# wechatpay-kit completion zsh
_wechatpay_kit() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _wechatpay_kit wechatpay-kit
`
}

function writeFish(commands: readonly CommandDescription[], language: Language): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const lines = commands.flatMap((command) => {
    const start = 'complete -c wechatpay-kit'
    const inside = `-n '__fish_seen_subcommand_from ${command.name}'`
    const choices = listChoices(command)
    return [
      `${start} -n __fish_use_subcommand -f -a ${command.name} -d ${quote(command.summary[language])}`,
      ...(choices.length > 0 ? [`${start} ${inside} -f -a ${quote(choices.join(' '))}`] : []),
      ...listOptions(command).map(([name, option]) => {
        const kind = readKind(option)
        const words = { file: ' -r -F', dir: " -x -a '(__fish_complete_directories)'", none: ' -x', words: '' }[kind]
        const chosen = kind === 'words' ? ` -x -a ${quote(option.choices?.join(' ') ?? '')}` : words
        const value = option.value === undefined ? '' : chosen
        return `${start} ${inside} -l ${formatFlag(name).slice(2)}${value} -d ${quote(option.text[language])}`
      }),
    ]
  })
  return `# wechatpay-kit completion fish\n${lines.join('\n')}\n`
}
