import type { CommandContext } from '../command.ts'
import { decryptKey, describeBlock, type KeyDescription } from '../diagnosis/describe-key.ts'
import { type Block, openBlocks } from '../diagnosis/key-blocks.ts'
import { describeOther } from '../diagnosis/other-files.ts'
import { describePkcs12, openPkcs12 } from '../diagnosis/pkcs12.ts'
import { CommandError, UsageError } from '../errors.ts'
import { readNamedFile } from '../input.ts'
import type { Text } from '../language.ts'
import { formatColumns } from '../table.ts'
import { readPassword } from './password.ts'

const WORDS = {
  kind: { en: 'what', zh: '类型' },
  algorithm: { en: 'key', zh: '密钥' },
  serialNumber: { en: 'serial number', zh: '序列号' },
  subject: { en: 'subject', zh: '使用者' },
  issuer: { en: 'issuer', zh: '颁发者' },
  dates: { en: 'valid', zh: '有效期' },
  fingerprint: { en: 'fingerprint', zh: '指纹' },
  variables: { en: 'for', zh: '用于' },
  problem: { en: 'problem', zh: '问题' },
  encrypted: { en: 'encrypted', zh: '已加密' },
  password: { en: 'password', zh: '密码' },
  setPassword: { en: 'set WECHATPAY_P12_PASSWORD to see more', zh: '设置 WECHATPAY_P12_PASSWORD 后可显示更多内容' },
} satisfies Record<string, Text>

const KINDS: Readonly<Record<KeyDescription['kind'], Text>> = {
  certificate: { en: 'certificate', zh: '证书' },
  'private key': { en: 'private key', zh: '私钥' },
  'public key': { en: 'public key', zh: '公钥' },
  'PKCS#12 file': { en: 'certificate and private key', zh: '证书与私钥' },
  unknown: { en: 'unknown', zh: '未知' },
}

/** Shows what a file holds, or prints it in another form. */
export async function showKeys(path: string, { to }: { readonly to?: string }, context: CommandContext): Promise<void> {
  const isPiped = path === '-'
  const file = isPiped ? await context.readInput() : await readNamedFile(path)
  const blocks = openBlocks(file)
  if (blocks.length === 0) throw explainOther(file, path)
  const passwords = createPasswords(isPiped, context)
  if (to !== undefined) {
    const pem = await convert(blocks, to, passwords)
    context.print({ pem }, () => pem)
    return
  }
  const described = (await Promise.all(blocks.map((block) => describe(block, passwords)))).flat()
  const shown = described.map(({ publicKey: _, problem, ...rest }) => ({
    ...rest,
    ...(problem && { problem: problem.en }),
  }))
  context.print({ file: path, keys: shown }, () => described.map((key) => formatKey(key, context)).join('\n\n'))
}

/** Asks for the password at most once, and only where something is encrypted. */
function createPasswords(isPiped: boolean, context: CommandContext): () => Promise<string | undefined> {
  let password: Promise<string | undefined> | undefined
  return () => {
    password ??= readPassword(isPiped, context)
    return password
  }
}

type Passwords = ReturnType<typeof createPasswords>

async function describe(block: Block, passwords: Passwords): Promise<KeyDescription[]> {
  const first = await describeBlock(block, undefined)
  const password = first.isEncrypted ? await passwords() : undefined
  if (password === undefined) return [first]
  if (first.kind !== 'PKCS#12 file') return [await describeBlock(block, password)]
  return describePkcs12(await openPkcs12(block, password), block)
}

async function convert(blocks: readonly Block[], to: string, passwords: Passwords): Promise<string> {
  for (const block of blocks) {
    const { kind, isEncrypted, publicKey, problem } = await describeBlock(block, undefined)
    if (to === 'public' && publicKey) return publicKey
    if (kind !== 'private key' && kind !== 'PKCS#12 file') continue
    const password = isEncrypted ? await passwords() : ''
    if (password === undefined)
      throw new UsageError('The file is encrypted. Set WECHATPAY_P12_PASSWORD to its password.', 'PASSWORD_MISSING')
    if (problem !== undefined && !isEncrypted) throw new CommandError('KEY_FORMAT_INVALID', problem.en)
    const isPacked = kind === 'PKCS#12 file'
    const pem = isPacked ? (await openPkcs12(block, password)).privateKey : await decryptKey(block, password)
    return to === 'public' ? readPublicKey(pem) : pem
  }
  throw new CommandError('KEY_ABSENT', 'The file holds no private key. Name apiclient_key.pem or apiclient_cert.p12.')
}

async function readPublicKey(privateKey: string): Promise<string> {
  const [block] = openBlocks(Buffer.from(privateKey)) as [Block]
  return (await describeBlock(block, undefined)).publicKey as string
}

function formatKey(key: KeyDescription, { say, colors }: CommandContext): string {
  const { kind, form, encoding, isEncrypted, algorithm, serialNumber, subject, issuer, fingerprint, problem } = key
  const what = [colors.bold(say(KINDS[kind])), form, encoding, isEncrypted && say(WORDS.encrypted)].filter(Boolean)
  const dates = key.notBefore && `${key.notBefore.slice(0, 10)} – ${key.notAfter?.slice(0, 10)}`
  const isLocked = isEncrypted && !algorithm
  const rows = Object.entries({
    kind: what.join(', '),
    ...{ algorithm, serialNumber, subject, issuer, dates, fingerprint: fingerprint && `SHA-256 ${fingerprint}` },
    variables: key.variables.map((name) => (name.endsWith('_FILE') ? name : `${name}_FILE`)).join(', '),
    problem: problem && colors.red(say(problem)),
    password: isLocked ? say(WORDS.setPassword) : undefined,
  })
  return formatColumns(
    rows.flatMap(([name, value]) => (value ? [[say(WORDS[name as keyof typeof WORDS]), value]] : [])),
  )
}

/** The error for a file that is neither key nor certificate. */
function explainOther(file: Buffer, path: string): CommandError {
  const { found, remedy } = describeOther(file)
  return new CommandError(
    'KEY_FORMAT_INVALID',
    `${path === '-' ? 'Standard input' : `The file ${path}`} ${found.en}. ${remedy.en}`,
  )
}
