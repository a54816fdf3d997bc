import { parseEnv } from 'node:util'
import type { Environment, EnvironmentParts } from '@wechatpay-kit/client/node'
import type { CommandContext, ConfigOptions, OptionDescription } from './command.ts'
import { UsageError } from './errors.ts'
import { readNamedFile } from './input.ts'
import type { Variables } from './language.ts'

/** The options of every command that reads keys and numbers of the environment. Keys are files, never options. */
export const CONFIG_OPTIONS: { readonly [Name in keyof ConfigOptions]-?: OptionDescription } = {
  envFile: { value: 'FILE', text: { en: 'file with WECHATPAY_* variables', zh: '含有 WECHATPAY_* 变量的文件' } },
  mchid: { value: 'NUMBER', text: { en: 'merchant number', zh: '商户号' } },
  serial: { value: 'SERIAL', text: { en: 'serial number of the API certificate', zh: '商户API证书序列号' } },
  certificateFile: { value: 'FILE', text: { en: 'the API certificate', zh: '商户API证书' } },
  privateKeyFile: {
    value: 'FILE',
    text: { en: 'the private key; - is standard input', zh: '商户API私钥；- 表示标准输入' },
  },
  p12File: {
    value: 'FILE',
    text: {
      en: 'certificate and key in one; its password is WECHATPAY_P12_PASSWORD',
      zh: '证书与私钥合一的文件；密码取自 WECHATPAY_P12_PASSWORD',
    },
  },
  publicKeyId: { value: 'ID', text: { en: 'id of WeChat Pay’s public key', zh: '微信支付公钥ID' } },
  publicKeyFile: {
    value: 'FILE',
    text: { en: 'WeChat Pay’s public key, or its certificate', zh: '微信支付公钥或平台证书' },
  },
  apiv3KeyFile: { value: 'FILE', text: { en: 'file with the APIv3 key', zh: '含有 APIv3密钥的文件' } },
  baseUrl: { value: 'URL', text: { en: 'where calls go to, such as a sandbox', zh: '请求的地址，例如沙箱' } },
}

/** The variable that an option stands for. */
const VARIABLES: Readonly<Record<Exclude<keyof ConfigOptions, 'envFile'>, string>> = {
  mchid: 'WECHATPAY_MCHID',
  serial: 'WECHATPAY_SERIAL',
  certificateFile: 'WECHATPAY_CERTIFICATE_FILE',
  privateKeyFile: 'WECHATPAY_PRIVATE_KEY_FILE',
  p12File: 'WECHATPAY_P12_FILE',
  publicKeyId: 'WECHATPAY_PUBLIC_KEY_ID',
  publicKeyFile: 'WECHATPAY_PUBLIC_KEY_FILE',
  apiv3KeyFile: 'WECHATPAY_APIV3_KEY_FILE',
  baseUrl: 'WECHATPAY_BASE_URL',
}

/** Hint for an environment in which nothing is set: a `.env` in the folder is read by those who name it. */
export const FILE_HINT = 'Nothing is set at all. If the variables are in a file such as .env, name it: --env-file .env.'

/** Tells whether none of the variables is set. */
export function isNothingSet(variables: Variables): boolean {
  return !Object.entries(variables).some(([name, value]) => name.startsWith('WECHATPAY_') && value)
}

/** Variables that say the same thing: whoever sets one of them means it, and not another that was set elsewhere. */
const ALTERNATIVES = [
  ['WECHATPAY_PRIVATE_KEY', 'WECHATPAY_PRIVATE_KEY_FILE', 'WECHATPAY_P12_FILE'],
  ['WECHATPAY_SERIAL', 'WECHATPAY_CERTIFICATE', 'WECHATPAY_CERTIFICATE_FILE', 'WECHATPAY_P12_FILE'],
  ['WECHATPAY_PUBLIC_KEY', 'WECHATPAY_PUBLIC_KEY_FILE'],
  ['WECHATPAY_APIV3_KEY', 'WECHATPAY_APIV3_KEY_FILE'],
]

/**
 * Reads the `WECHATPAY_*` variables that are in force: options win over the file of `--env-file`, and that over the
 * environment, because one that is named on the command line is meant.
 */
export async function readVariables(context: CommandContext): Promise<Variables> {
  const { env, config } = context
  const { envFile } = config
  const file = envFile === undefined ? {} : parseEnv((await readNamedFile(envFile, '--env-file')).toString('utf8'))
  const options: Record<string, string> = {}
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const value = config[name as keyof ConfigOptions]
    if (value !== undefined) options[variable] = value
  }
  if (options['WECHATPAY_PRIVATE_KEY_FILE'] === '-') {
    delete options['WECHATPAY_PRIVATE_KEY_FILE']
    options['WECHATPAY_PRIVATE_KEY'] = (await context.readInput()).toString('utf8')
  }
  return [file, options].reduce<Variables>(override, env)
}

/** Lays variables over others, and takes away those that say the same as one of them. */
function override(under: Variables, over: Variables): Variables {
  const said = ALTERNATIVES.filter((names) => names.some((name) => over[name])).flat()
  const left = Object.entries(under).filter(([name]) => !said.includes(name))
  return { ...Object.fromEntries(left), ...over }
}

/** Reads the text or the file of a variable: `WECHATPAY_PRIVATE_KEY` or `WECHATPAY_PRIVATE_KEY_FILE`. */
export async function readVariable(variables: Variables, name: string): Promise<string | Buffer | undefined> {
  const path = variables[`${name}_FILE`]
  return variables[name] || (path ? readNamedFile(path, `${name}_FILE`) : undefined)
}

/** Reads a variable that a command cannot do without; `option` is what sets it on the command line. */
export async function requireVariable(variables: Variables, name: string, option: string): Promise<string | Buffer> {
  const value = await readVariable(variables, name)
  if (value === undefined || value.length === 0)
    throw new UsageError(`${name} is not set. Set it, or name a file with ${option}.`, 'CONFIG_MISSING')
  return value
}

/**
 * Reads merchant, WeChat Pay's keys, APIv3 key and base URL, as `createClient` takes them.
 *
 * @param required - the parts that must be there.
 * @throws UsageError (`CONFIG_INVALID`) that lists every variable that is missing or wrong.
 */
export async function readConfig<const Part extends keyof EnvironmentParts>(
  variables: Variables,
  required: readonly Part[],
): Promise<Environment<Part>> {
  const [{ readEnvironment }, { ValidationError }] = await Promise.all([
    import('@wechatpay-kit/client/node'),
    import('@wechatpay-kit/client'),
  ])
  try {
    return await readEnvironment(variables, { required })
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    throw new UsageError(isNothingSet(variables) ? `${error.message}\n${FILE_HINT}` : error.message, 'CONFIG_INVALID')
  }
}
