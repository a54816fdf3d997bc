import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient, ValidationError } from '@wechatpay-kit/client'
import { readEnvironment } from '@wechatpay-kit/client/node'
import { echo } from '@wechatpay-kit/client/operation'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'

const SERIAL = '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB'
const ID = 'PUB_KEY_ID_0114232134912410000000000000'
const MCHID = '1900007291'
const keys = { privateKey: readPem('merchant.private'), publicKey: readPem('merchant.public') }
const platform = { id: ID, keys: { privateKey: readPem('platform.private'), publicKey: readPem('platform.public') } }

const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

const save = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const fromPem = (pem: string) => Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64')

/** Variables that name files alone. */
const FILES = {
  WECHATPAY_MCHID_FILE: save('mchid', `${MCHID}\n`),
  WECHATPAY_SERIAL_FILE: save('serial', `\ufeff${SERIAL}\r\n`),
  WECHATPAY_PRIVATE_KEY_FILE: save('apiclient_key.pem', keys.privateKey),
  WECHATPAY_PUBLIC_KEY_ID_FILE: save('id', ID),
  WECHATPAY_PUBLIC_KEY_FILE: save('pub_key.pem', platform.keys.publicKey),
}

const json = { echo_message: 'one', encrypted_echo_message: 'two' }
async function callWith(env?: object): Promise<unknown> {
  const merchant = { mchid: MCHID, serialNumber: SERIAL, keys }
  const { transport } = await createSandbox({ merchant, platform, platformKeyKind: 'public-key' })
  const wxpay = createClient({ ...(await readEnvironment(env)), transport, operations: [echo] })
  return wxpay.v3.security.echo.post({ json }).json()
}
const issuesOf = async (env: object) => {
  const error = await readEnvironment(env).catch((thrown: unknown) => thrown)
  if (!(error instanceof ValidationError)) throw new Error('No ValidationError was thrown.', { cause: error })
  expect(error.message).not.toContain(folder)
  return error.issues
}

describe('readEnvironment for Node.js', () => {
  it('reads every variable from a file', async () => {
    expect(await callWith(FILES)).toEqual(json)
  })

  it('reads the environment of the process by itself', async () => {
    for (const [name, value] of Object.entries(FILES)) vi.stubEnv(name, value)
    expect(await callWith()).toEqual(json)
  })

  it('reads DER and base64', async () => {
    const env = {
      ...FILES,
      WECHATPAY_PRIVATE_KEY_FILE: save('key.der', fromPem(keys.privateKey)),
      WECHATPAY_PUBLIC_KEY_FILE: save('pub.b64', fromPem(platform.keys.publicKey).toString('base64')),
    }
    expect(await callWith(env)).toEqual(json)
  })

  it('reads a file by its file: URL', async () => {
    const env = { ...FILES, WECHATPAY_PRIVATE_KEY_FILE: pathToFileURL(FILES.WECHATPAY_PRIVATE_KEY_FILE).href }
    expect(await callWith(env)).toEqual(json)
    const [issue] = await issuesOf({ ...FILES, WECHATPAY_PRIVATE_KEY_FILE: 'file://apiclient_key.pem' })
    expect(issue).toEqual({
      field: 'WECHATPAY_PRIVATE_KEY_FILE',
      message:
        'names a file that cannot be read (ERR_INVALID_FILE_URL_HOST): write file:/// and the whole path, or the path alone',
    })
  })

  it('says where a certificate belongs that was given for the public key', async () => {
    const certificate = Buffer.from(readBytes('certificates/merchant.pem')).toString()
    const message = expect.stringMatching(
      /^is a certificate: .*\(平台证书\).* WECHATPAY_PLATFORM_KEYS to certificates; .* WECHATPAY_CERTIFICATE$/,
    )
    const { WECHATPAY_PUBLIC_KEY_FILE: _, ...env } = FILES
    expect(await issuesOf({ ...env, WECHATPAY_PUBLIC_KEY: certificate })).toEqual([
      { field: 'WECHATPAY_PUBLIC_KEY', message },
    ])
    expect(await issuesOf({ ...env, WECHATPAY_PUBLIC_KEY_FILE: save('platform.pem', certificate) })).toEqual([
      { field: 'WECHATPAY_PUBLIC_KEY_FILE', message },
    ])
  })

  it('reads the serial number from the file of a certificate, PEM or DER', async () => {
    const { WECHATPAY_SERIAL_FILE: _, ...env } = FILES
    const pem = readBytes('certificates/merchant.pem')
    const der = Uint8Array.from(new X509Certificate(pem).raw)
    for (const file of [pem, der])
      expect(await callWith({ ...env, WECHATPAY_CERTIFICATE_FILE: save('cert', file) })).toEqual(json)
  })

  it('takes platform certificates where there is only the APIv3 key', async () => {
    const { WECHATPAY_PUBLIC_KEY_ID_FILE: _, WECHATPAY_PUBLIC_KEY_FILE: __, ...env } = FILES
    const merchant = { mchid: MCHID, serialNumber: SERIAL, keys }
    const { transport, apiV3Key } = await createSandbox({ merchant, platformKeyKind: 'certificate' })
    const WECHATPAY_APIV3_KEY_FILE = save('apiv3', apiV3Key)
    const environment = await readEnvironment({ ...env, WECHATPAY_APIV3_KEY_FILE }, { transport })
    const wxpay = createClient({ ...environment, transport, operations: [echo] })
    expect(await wxpay.v3.security.echo.post({ json }).json()).toEqual(json)
  })

  it('reads a pipe, and nothing without end', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const writing = writeFile(pipe, keys.privateKey)
    expect(await callWith({ ...FILES, WECHATPAY_PRIVATE_KEY_FILE: pipe })).toEqual(json)
    await writing
    expect(await issuesOf({ ...FILES, WECHATPAY_MCHID_FILE: '/dev/zero' })).toEqual([
      {
        field: 'WECHATPAY_MCHID_FILE',
        message: 'names a file of more than 1 MB: name that of the key or certificate',
      },
    ])
  })

  it('takes texts beside files, and texts alone', async () => {
    const { WECHATPAY_PUBLIC_KEY_FILE: _, ...env } = FILES
    expect(await callWith({ ...env, WECHATPAY_PUBLIC_KEY: platform.keys.publicKey })).toEqual(json)
  })

  it('reads key and serial number from a PKCS#12 file, whose password is the merchant number', async () => {
    const { WECHATPAY_PRIVATE_KEY_FILE: _, WECHATPAY_SERIAL_FILE: __, ...env } = FILES
    const WECHATPAY_P12_FILE = save('apiclient_cert.p12', readBytes('certificates/merchant.p12'))
    expect(await callWith({ ...env, WECHATPAY_P12_FILE })).toEqual(json)
    const another = save('another.p12', readBytes('certificates/rc2.p12'))
    const WECHATPAY_P12_PASSWORD = "'example'"
    expect(await callWith({ ...env, WECHATPAY_P12_FILE: another, WECHATPAY_P12_PASSWORD })).toEqual(json)
    expect(await issuesOf({ ...env, WECHATPAY_P12_FILE, WECHATPAY_P12_PASSWORD: 'wrong' })).toEqual([
      { field: 'WECHATPAY_P12_FILE', message: expect.stringContaining('wrong password') },
    ])
    expect(await issuesOf({ ...env, WECHATPAY_P12_FILE, WECHATPAY_SERIAL: '1A' })).toEqual([
      { field: 'WECHATPAY_SERIAL', message: 'is not that of the certificate in WECHATPAY_P12_FILE: leave it out' },
    ])
  })
})

describe('the faults of an environment for Node.js', () => {
  it('say how a file is named', async () => {
    const message = (await issuesOf({})).map((issue) => `${issue.field} ${issue.message}`).join('\n')
    expect(message).toMatch(
      /WECHATPAY_PRIVATE_KEY is missing: .*; or WECHATPAY_PRIVATE_KEY_FILE to .*WECHATPAY_P12_FILE/,
    )
    expect(message).toMatch(/WECHATPAY_PUBLIC_KEY is missing: .*; or WECHATPAY_PUBLIC_KEY_FILE to/)
  })

  it.each([
    ['is not there', join(folder, 'nowhere.pem'), 'names a file that cannot be read (ENOENT): there is none; the name'],
    ['is a folder', folder, 'names a file that cannot be read (EISDIR): it is a folder; name the file in it'],
    ['is empty', save('empty', '\n'), 'names a file that is empty'],
  ])('name the variable of a file that %s, once', async (_, path, message) => {
    expect(await issuesOf({ ...FILES, WECHATPAY_PRIVATE_KEY_FILE: path })).toEqual([
      { field: 'WECHATPAY_PRIVATE_KEY_FILE', message: expect.stringContaining(message) },
    ])
  })

  it('name the other variable where both are set', async () => {
    const more = {
      WECHATPAY_PRIVATE_KEY: keys.privateKey,
      WECHATPAY_P12_FILE: FILES.WECHATPAY_PRIVATE_KEY_FILE,
      WECHATPAY_CERTIFICATE_FILE: save('certificate.pem', readBytes('certificates/merchant.pem')),
    }
    expect(await issuesOf({ ...FILES, ...more })).toEqual([
      { field: 'WECHATPAY_P12_FILE', message: 'is set beside WECHATPAY_PRIVATE_KEY: leave one of the two out' },
      { field: 'WECHATPAY_P12_FILE', message: 'is set beside WECHATPAY_CERTIFICATE: leave one of the two out' },
      { field: 'WECHATPAY_PRIVATE_KEY_FILE', message: 'is set beside WECHATPAY_PRIVATE_KEY: leave one of the two out' },
    ])
  })

  it('say which other thing an id is', async () => {
    const { WECHATPAY_SERIAL_FILE: _, ...env } = FILES
    expect(await issuesOf({ ...env, WECHATPAY_SERIAL: ID })).toEqual([
      { field: 'WECHATPAY_SERIAL', message: expect.stringMatching(/^is the id of WeChat Pay’s public key/) },
    ])
  })

  it('say which variable takes the name of a file', async () => {
    const { WECHATPAY_PRIVATE_KEY_FILE: path, ...env } = FILES
    expect(await issuesOf({ ...env, WECHATPAY_PRIVATE_KEY: path })).toEqual([
      {
        field: 'WECHATPAY_PRIVATE_KEY',
        message: 'is the name of a file: call the variable WECHATPAY_PRIVATE_KEY_FILE',
      },
    ])
  })

  it('are those of a file of another kind', async () => {
    expect(await issuesOf({ ...FILES, WECHATPAY_PRIVATE_KEY_FILE: FILES.WECHATPAY_PUBLIC_KEY_FILE })).toEqual([
      { field: 'WECHATPAY_PRIVATE_KEY_FILE', message: expect.stringContaining('found a public key') },
    ])
    const { WECHATPAY_PRIVATE_KEY_FILE: path, WECHATPAY_SERIAL_FILE: _, ...env } = FILES
    expect(await issuesOf({ ...env, WECHATPAY_P12_FILE: path })).toEqual([
      { field: 'WECHATPAY_P12_FILE', message: expect.stringContaining('found a private key') },
    ])
  })
})
