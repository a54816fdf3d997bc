import { createClient, type Environment, type SetupOptions, ValidationError } from '@wechatpay-kit/client'
import { readEnvironment } from '@wechatpay-kit/client/node'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import type { CommandContext } from '../command.ts'
import { FILE_HINT, isNothingSet, readVariable, readVariables } from '../config.ts'
import type { Variables } from '../language.ts'
import type { Finding } from './finding.ts'
import { checkNotifications } from './notifications.ts'

/** WeChat Pay's access points. */
const HOSTS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'] as const

/** Findings that are of a host. */
const OF_HOSTS: readonly string[] = ['platform-key', 'clock', 'echo']

/** Checks everything that can be wrong before the first call, and prints findings. Gives exit code 1 where one failed. */
export async function check({ notify }: { readonly notify?: string }, context: CommandContext): Promise<1 | undefined> {
  const findings = await find(notify, context)
  context.print({ findings }, () => findings.map((finding) => describe(finding, context)).join('\n'))
  return findings.some(({ status }) => status === 'failed') ? 1 : undefined
}

async function find(notify: string | undefined, context: CommandContext): Promise<readonly Finding[]> {
  const variables = await readVariables(context)
  const environment = await readEnvironment(variables).catch((error: unknown) => {
    if (error instanceof ValidationError) return error
    throw error
  })
  if (environment instanceof ValidationError) {
    const messages = environment.issues.map(({ field, message }) => `${field} ${message}.`)
    const all = isNothingSet(variables) ? [...messages, FILE_HINT] : messages
    return all.map((message) => ({ check: 'environment', status: 'failed', message }))
  }
  const options = await readOptions(variables, environment)
  const findings: Finding[] = []
  for (const [index, host] of (environment.baseUrls ?? HOSTS).entries()) {
    const wxpay = createClient({ ...environment, baseUrls: [host] })
    for (const { check, status, message } of await wxpay.checkSetup(options)) {
      const ofHost = OF_HOSTS.includes(check)
      if (ofHost || index === 0) findings.push({ check, ...(ofHost && { host }), status, message: rename(message) })
    }
  }
  const isReached = findings.some(({ check, status }) => check === 'echo' && status === 'passed')
  return [...findings, await checkNotifications(environment, { notify, isReached }, context)]
}

/** Reads what is to be looked at besides the client's own options. */
async function readOptions(variables: Variables, { apiV3Key }: Environment): Promise<SetupOptions> {
  const file = await readVariable(variables, 'WECHATPAY_CERTIFICATE')
  const certificate = file === undefined ? undefined : readCertificate(file)
  return { ...(certificate && { certificate }), ...(apiV3Key !== undefined && { apiV3Key }) }
}

/** Names of options, and of the variables that set them here. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/merchant\.serialNumber/g, 'WECHATPAY_SERIAL'],
  [/merchant\.privateKey/g, 'WECHATPAY_PRIVATE_KEY'],
  [/merchant\.mchid/g, 'WECHATPAY_MCHID'],
  [/\bprivateKey\b/g, 'WECHATPAY_PRIVATE_KEY'],
  [/id and key of platformKeys/g, 'WECHATPAY_PUBLIC_KEY_ID and WECHATPAY_PUBLIC_KEY'],
  [/\bplatformKeys\b/g, 'WECHATPAY_PUBLIC_KEY'],
  [/\bbaseUrls\b/g, 'WECHATPAY_BASE_URL'],
  [
    /No certificate was given; .*/,
    'WECHATPAY_CERTIFICATE_FILE is not set; with apiclient_cert.pem its key and dates are checked too.',
  ],
]

function rename(message: string): string {
  return NAMES.reduce((text, [option, variable]) => text.replace(option, variable), message)
}

const WORDS = {
  passed: { en: 'passed', zh: '通过' },
  failed: { en: 'failed', zh: '失败' },
  skipped: { en: 'skipped', zh: '跳过' },
}

function describe({ check, host, status, message }: Finding, { say, colors }: CommandContext): string {
  const paint = { passed: colors.green, failed: colors.red, skipped: colors.dim }[status]
  const subject = host === undefined ? check : `${check} (${new URL(host).host})`
  return `${paint(say(WORDS[status]))} ${subject}: ${message}`
}
