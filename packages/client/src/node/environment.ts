import { createReadStream } from 'node:fs'
import { isSameSerialNumber, KeyFormatError } from '@wechatpay-kit/crypto'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto/node'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import { ByteCollector } from '@wechatpay-kit/transport-fetch'
import { createCertificateKeys } from '../certificates/certificate-keys.ts'
import { createEnvironment } from '../environment/create-environment.ts'
import {
  type Environment,
  type EnvironmentOptions,
  type EnvironmentParts,
  readEnvironmentOptions,
} from '../environment/parts.ts'
import {
  type FileRemedies,
  readText,
  readVariables,
  trimText,
  VARIABLES,
  type Variable,
  type Variables,
} from '../environment/variables.ts'
import { describeMistakenId } from '../keys/mistaken-ids.ts'

/**
 * Reads the environment variables that hold a merchant's keys, or name files with them, and makes of them what `createClient`
 * and `handleNotifications` take.
 *
 * The variables are those of `readEnvironment` in `@wechatpay-kit/client`, and in place of each its name with `_FILE`, such as
 * `WECHATPAY_PRIVATE_KEY_FILE`: the name of a file that holds the value, from the working directory on, or its `file:///` URL.
 * Files of keys and certificates may be PEM, DER or base64. And:
 *
 * | variable | value |
 * |---|---|
 * | `WECHATPAY_P12_FILE` | name of `apiclient_cert.p12`, in place of private key and serial number; loads node-forge |
 * | `WECHATPAY_P12_PASSWORD` | its password. Default: the merchant number, which WeChat Pay sets |
 *
 * @param env - the variables. Default: `process.env`.
 * @param options - `required` parts; `transport` and `now` (milliseconds), for platform certificates.
 * @returns merchant, WeChat Pay's keys, APIv3 key and base URL, as far as they are set.
 * @throws ValidationError (`VALIDATION_FAILED`) that lists every variable that is missing or wrong, files that cannot be read
 *   included, with its remedy and never its value.
 * @example
 * ```ts
 * import { createClient } from '@wechatpay-kit/client'
 * import { readEnvironment } from '@wechatpay-kit/client/node'
 *
 * const wxpay = createClient(await readEnvironment())
 * console.log(await wxpay.chain('v3/certificates').get().json())
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012081606 | document 4012081606}, APIv3 接口规则
 */
export async function readEnvironment<const Part extends keyof EnvironmentParts = 'merchant' | 'platformKeys'>(
  env: object = process.env,
  options?: EnvironmentOptions<Part>,
): Promise<Environment<Part>> {
  const own = readEnvironmentOptions(env, options)
  const variables = readVariables(env, FILE_REMEDIES, describeMistakenId)
  for (const name of VARIABLES) {
    const bytes = await readFileOf(name, name, variables)
    if (bytes) setValue(name, bytes, variables)
  }
  refuseCertificate(variables)
  await readKeyPair(variables)
  const all = { createCertificateKeys, readCertificate, ...own, importPrivateKey, importPublicKey }
  return (await createEnvironment(variables, all)) as Environment<Part>
}

/** Remedies by file, by the variable that is missing. */
const FILE_REMEDIES: FileRemedies = {
  WECHATPAY_PRIVATE_KEY:
    'WECHATPAY_PRIVATE_KEY_FILE to the name of that file, or WECHATPAY_P12_FILE to that of apiclient_cert.p12',
  WECHATPAY_PUBLIC_KEY: 'WECHATPAY_PUBLIC_KEY_FILE to the name of that file',
}

/** Reads the file that a variable names, in place of others: `undefined` where it names none, or that is at fault. */
async function readFileOf(name: string, inPlaceOf: Variable, variables: Variables): Promise<Uint8Array | undefined> {
  const variable = `${name}_FILE`
  const path = readText(variable, variables)
  if (path === undefined) return undefined
  const { set, faults } = variables
  if (set.has(inPlaceOf)) {
    faults.push({ name: variable, cause: `is set beside ${inPlaceOf}: leave one of the two out` })
    return undefined
  }
  set.add(inPlaceOf)
  try {
    const bytes = await readBounded(path)
    if (bytes) return bytes
    faults.push({ name: variable, cause: 'names a file of more than 1 MB: name that of the key or certificate' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    faults.push({
      name: variable,
      cause: `names a file that cannot be read (${code}): ${REMEDIES[code ?? ''] ?? REMEDY}`,
    })
  }
}

/** Most bytes of a file: that of a key has a few thousand. */
const LIMIT = 2 ** 20

/** Reads a file, a pipe too; `undefined` where it has more bytes than a key or a certificate ever has. */
async function readBounded(path: string): Promise<Uint8Array | undefined> {
  const collected = new ByteCollector()
  const file = /^file:/i.test(path) ? new URL(path) : path
  for await (const chunk of createReadStream(file, { end: LIMIT })) collected.add(new Uint8Array(chunk))
  return collected.length > LIMIT ? undefined : collected.take()
}

const REMEDY = 'name one that this process may read'

/** Remedies by the code of an error. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'there is none; the name counts from the working directory of this process',
  EISDIR: 'it is a folder; name the file in it',
  EACCES: 'let this process read it',
  ERR_INVALID_FILE_URL_HOST: 'write file:/// and the whole path, or the path alone',
}

/** Sets a variable to the content of a file. */
function setValue(name: Variable, bytes: Uint8Array, { values, faults }: Variables): void {
  // DER begins with a SEQUENCE; everything else is text.
  const isKey = name === 'WECHATPAY_PRIVATE_KEY' || name === 'WECHATPAY_PUBLIC_KEY' || name === 'WECHATPAY_CERTIFICATE'
  const text = trimText(new TextDecoder().decode(bytes))
  if (isKey && bytes[0] === 0x30) values[name] = bytes
  else if (text !== '') values[name] = text
  else faults.push({ name: `${name}_FILE`, cause: 'names a file that is empty: name the right one' })
}

/** Refuses a certificate in the place of WeChat Pay's public key: that of a merchant, or a platform certificate of other set-ups. */
function refuseCertificate({ values, faults }: Variables): void {
  const name = 'WECHATPAY_PUBLIC_KEY'
  if (typeof values[name] !== 'string' || !values[name].includes('-----BEGIN CERTIFICATE')) return
  const cause =
    'is a certificate: with platform certificates (平台证书) leave it out and set WECHATPAY_PLATFORM_KEYS to certificates; your own, apiclient_cert.pem, belongs into WECHATPAY_CERTIFICATE'
  faults.push({ name, cause })
  delete values[name]
}

/** Reads private key and serial number out of a PKCS#12 file. */
async function readKeyPair(variables: Variables): Promise<void> {
  const name = 'WECHATPAY_P12_FILE'
  const { values, set, faults } = variables
  const hasCertificate = set.has('WECHATPAY_CERTIFICATE')
  const file = await readFileOf('WECHATPAY_P12', 'WECHATPAY_PRIVATE_KEY', variables)
  if (set.has(name) && hasCertificate)
    faults.push({ name, cause: 'is set beside WECHATPAY_CERTIFICATE: leave one of the two out' })
  if (set.has(name)) set.add('WECHATPAY_SERIAL')
  const password = readText('WECHATPAY_P12_PASSWORD', variables) ?? values.WECHATPAY_MCHID
  if (!file || password === undefined) return
  try {
    // Loaded by those who have such a file.
    const { readPkcs12 } = await import('@wechatpay-kit/crypto/certificate')
    const { privateKey, certificate } = readPkcs12(file, password)
    values.WECHATPAY_PRIVATE_KEY = privateKey
    const stated = values.WECHATPAY_SERIAL
    values.WECHATPAY_SERIAL = stated ?? certificate.serialNumber
    if (stated !== undefined && !isSameSerialNumber(stated, certificate.serialNumber))
      faults.push({ name: 'WECHATPAY_SERIAL', cause: `is not that of the certificate in ${name}: leave it out` })
  } catch (cause) {
    if (!(cause instanceof KeyFormatError)) throw cause
    faults.push({ name, cause })
  }
}
