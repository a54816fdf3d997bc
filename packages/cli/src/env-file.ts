import { readFile, stat } from 'node:fs/promises'
import { CommandError } from './errors.ts'
import { replaceFile } from './replace-file.ts'

const BEGIN = '# wechatpay-kit sandbox: its environment begins'
const END = '# wechatpay-kit sandbox: its environment ends'

/** A line that sets one of the variables that tell of a merchant's access. */
const SETTING =
  /^\s*(?:export\s+)?WECHATPAY_(?:MCHID|SERIAL|CERTIFICATE|PRIVATE_KEY|P12|PUBLIC_KEY_ID|PUBLIC_KEY|APIV3_KEY|PLATFORM_KEYS|BASE_URL)(?:_FILE)?\s*=\s*(["'`]?)/

/** Characters that mean the same to all who read env files, and that no shell executes. */
const PLAIN = /^[\w./:+=@,[\]-]*$/

/**
 * Writes variables as lines that shells, dotenv, Node.js and Docker read alike: keys in PEM as base64, because each of them
 * reads quotation marks and line breaks in its own way.
 *
 * @throws CommandError (`VALUE_UNWRITABLE`) for a value that would be more than a value, as a state file of somebody else's
 *   can have it.
 */
export function formatVariables(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => {
      const written = value.startsWith('-----BEGIN ') ? btoa(value) : value
      if (!PLAIN.test(written))
        throw new CommandError(
          'VALUE_UNWRITABLE',
          `${name} of the sandbox has characters that an env file cannot hold. Use a state file that this command made.`,
        )
      return `${name}=${written}\n`
    })
    .join('')
}

/**
 * Writes the environment of a sandbox into an env file, which its owner alone can read. Other lines stay; those that set the
 * same variables become comments, because they would be in force beside it. Gives the number of these.
 */
export async function writeVariables(path: string, variables: Readonly<Record<string, string>>): Promise<number> {
  const before = await readLines(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const { text, hidden } = mergeVariables(before, variables)
  await replaceFile(path, text, 0o600)
  return hidden
}

/** Reads the file; a pipe or a device holds no lines that could stay. */
async function readLines(path: string): Promise<string> {
  const found = await stat(path)
  return found.isFile() || found.isDirectory() ? readFile(path, 'utf8') : ''
}

function mergeVariables(before: string, variables: Readonly<Record<string, string>>) {
  const kept: string[] = []
  let hidden = 0
  let isOwn = false
  /** The quotation mark that ends the value which the last line began. */
  let open: string | undefined
  for (const line of before.split('\n')) {
    const trimmed = line.trimEnd()
    if (trimmed === BEGIN) isOwn = true
    if (isOwn) {
      isOwn = trimmed !== END
      continue
    }
    const [start, quote] = open === undefined ? (SETTING.exec(line) ?? []) : ['', open]
    if (start === undefined) {
      kept.push(line)
      continue
    }
    if (start !== '') hidden += 1
    open = quote && !line.slice(start.length).includes(quote) ? quote : undefined
    kept.push(`# ${line}`)
  }
  const rest = kept.join('\n').replace(/\n*$/, '')
  const text = `${rest === '' ? '' : `${rest}\n`}${BEGIN}\n${formatVariables(variables)}${END}\n`
  return { text, hidden }
}
