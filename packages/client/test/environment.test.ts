import { inspect } from 'node:util'
import {
  createClient,
  handleNotifications,
  type NotificationHandler,
  readEnvironment,
  ValidationError,
} from '@wechatpay-kit/client'
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { echo } from '@wechatpay-kit/client/operation'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import { describe, expect, it, vi } from 'vitest'

const certificate = new TextDecoder().decode(readBytes('certificates/merchant.pem'))
const SERIAL = '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB'
const ID = 'PUB_KEY_ID_0114232134912410000000000000'
const merchant = {
  mchid: '1900007291',
  serialNumber: SERIAL,
  keys: { privateKey: readPem('merchant.private'), publicKey: readPem('merchant.public') },
}
const platform = { id: ID, keys: { privateKey: readPem('platform.private'), publicKey: readPem('platform.public') } }

/** The variables of the sandbox's merchant. */
const ENV = {
  WECHATPAY_MCHID: merchant.mchid,
  WECHATPAY_SERIAL: SERIAL,
  WECHATPAY_PRIVATE_KEY: merchant.keys.privateKey,
  WECHATPAY_PUBLIC_KEY_ID: ID,
  WECHATPAY_PUBLIC_KEY: platform.keys.publicKey,
}

const caught = async (env: object, options?: Parameters<typeof readEnvironment>[1]): Promise<ValidationError> => {
  const error = await readEnvironment(env, options).catch((thrown: unknown) => thrown)
  if (!(error instanceof ValidationError)) throw new Error('No ValidationError was thrown.', { cause: error })
  return error
}
const fieldsOf = ({ issues }: ValidationError) => issues.map(({ field }) => field)

/** A call with an encrypted field, which fails unless every key fits. */
async function callWith(env: object, options?: Parameters<typeof readEnvironment>[1]): Promise<unknown> {
  const sandbox = await createSandbox({ merchant, platform, platformKeyKind: 'public-key' })
  const wxpay = createClient({
    ...(await readEnvironment(env, options)),
    operations: [echo],
    transport: sandbox.transport,
  })
  const json = { echo_message: 'one', encrypted_echo_message: 'two' }
  return wxpay.v3.security.echo.post({ json }).json()
}

describe('readEnvironment', () => {
  it('makes the options of a client that calls, encrypts and decrypts', async () => {
    expect(await callWith(ENV)).toEqual({ echo_message: 'one', encrypted_echo_message: 'two' })
  })

  it.each([
    ['line breaks written out', (pem: string) => pem.replaceAll('\n', '\\n')],
    ['CRLF', (pem: string) => pem.replaceAll('\n', '\r\n')],
    ['base64 of the PEM', (pem: string) => btoa(pem)],
    ['base64 without the PEM lines', (pem: string) => pem.replace(/-----.*-----|\s/g, '')],
    ['quotation marks of an env file', (pem: string) => `"${pem.replaceAll('\n', '\\n')}"`],
    ['a byte order mark and white space', (pem: string) => `\ufeff  ${pem}\r\n `],
  ])('takes keys with %s', async (_, write) => {
    const env = {
      ...ENV,
      WECHATPAY_PRIVATE_KEY: write(ENV.WECHATPAY_PRIVATE_KEY),
      WECHATPAY_PUBLIC_KEY: write(ENV.WECHATPAY_PUBLIC_KEY),
    }
    expect(await callWith(env)).toMatchObject({ echo_message: 'one' })
  })

  it('trims what comes along with every value', async () => {
    const env = Object.fromEntries(Object.entries(ENV).map(([name, value]) => [name, `\ufeff'${value} '\r\n`]))
    const { merchant: read, platformKeys } = await readEnvironment({ ...env, WECHATPAY_BASE_URL: '' })
    expect(read).toMatchObject({ mchid: merchant.mchid, serialNumber: SERIAL })
    expect(platformKeys).toMatchObject([{ id: ID }])
  })

  it('reads the serial number from the certificate', async () => {
    const { WECHATPAY_SERIAL: _, ...env } = ENV
    expect(await callWith({ ...env, WECHATPAY_CERTIFICATE: certificate }, { readCertificate })).toMatchObject({
      echo_message: 'one',
    })
    const { merchant: read } = await readEnvironment(
      { ...ENV, WECHATPAY_CERTIFICATE: btoa(certificate) },
      { readCertificate },
    )
    expect(read.serialNumber).toBe(SERIAL)
  })

  it('takes none that somebody put on Object.prototype', async () => {
    const polluted = Object.prototype as Record<string, unknown>
    polluted['WECHATPAY_BASE_URL'] = 'https://elsewhere.example'
    try {
      expect(await readEnvironment(ENV)).not.toHaveProperty('baseUrls')
      expect(await readEnvironment(Object.create({ ...ENV }))).toMatchObject({ merchant: { mchid: merchant.mchid } })
    } finally {
      delete polluted['WECHATPAY_BASE_URL']
    }
  })

  it('gives a base URL only where it is set', async () => {
    expect(await readEnvironment(ENV)).not.toHaveProperty('baseUrls')
    const { baseUrls } = await readEnvironment({ ...ENV, WECHATPAY_BASE_URL: ' http://127.0.0.1:8080 ' })
    expect(baseUrls).toEqual(['http://127.0.0.1:8080'])
  })

  it('makes the options of notifications, without the merchant', async () => {
    const sandbox = await createSandbox({ merchant, platform, platformKeyKind: 'public-key' })
    const { WECHATPAY_PUBLIC_KEY_ID, WECHATPAY_PUBLIC_KEY } = ENV
    const env = { WECHATPAY_PUBLIC_KEY_ID, WECHATPAY_PUBLIC_KEY, WECHATPAY_APIV3_KEY: `"${sandbox.apiV3Key}"` }
    const {
      platformKeys: keys,
      apiV3Key,
      ...rest
    } = await readEnvironment(env, {
      required: ['platformKeys', 'apiV3Key'],
    })
    const handler = vi.fn<NotificationHandler>()
    const handle = handleNotifications({ keys, apiV3Key }, handler)
    const content = { event_type: 'TRANSACTION.SUCCESS', original_type: 'transaction', resource: { mchid: '1' } }
    expect((await handle(await sandbox.createNotification('https://example.com/', content))).status).toBe(204)
    expect(handler).toHaveBeenCalledOnce()
    expect(rest).toEqual({})
  })

  it('keeps the APIv3 key out of what is printed and spread, so that a client takes the whole', async () => {
    const secret = '0123456789abcdef0123456789ABCDEF'
    const environment = await readEnvironment({ ...ENV, WECHATPAY_APIV3_KEY: secret })
    expect(environment.apiV3Key).toBe(secret)
    expect(inspect(environment, { depth: 9 }) + JSON.stringify(environment)).not.toContain(secret)
    expect(createClient(environment)).toBeTypeOf('object')
    expect(createClient({ ...environment })).toBeTypeOf('object')
  })
})

describe('the keys of WeChat Pay in an environment', () => {
  const { WECHATPAY_PUBLIC_KEY_ID: _, WECHATPAY_PUBLIC_KEY: __, ...withoutPublicKey } = ENV
  const connect = async (kind: 'certificate' | 'both', more: (apiV3Key: string) => object) => {
    const sandbox = await createSandbox({
      merchant,
      platformKeyKind: kind,
      ...(kind === 'both' && { platform }),
    })
    const { transport, apiV3Key } = sandbox
    const environment = await readEnvironment(more(apiV3Key), { createCertificateKeys, transport })
    return createClient({ ...environment, transport, operations: [echo] }).v3.security.echo.post({
      json: { echo_message: 'one', encrypted_echo_message: 'two' },
    })
  }

  it('are certificates where there is only the APIv3 key', async () => {
    const response = await connect('certificate', (WECHATPAY_APIV3_KEY) => ({
      ...withoutPublicKey,
      WECHATPAY_APIV3_KEY,
    }))
    expect(response.headers.get('Wechatpay-Serial')).toMatch(/^[0-9A-F]{40}$/)
  })

  it('are the public key where it is set, the APIv3 key beside it or not', async () => {
    const { platformKeys } = await readEnvironment({ ...ENV, WECHATPAY_APIV3_KEY: '0123456789abcdef0123456789ABCDEF' })
    expect(platformKeys).toMatchObject([{ id: ID }])
  })

  it.each([
    ['certificates, public-key', /^[0-9A-F]{40}$/],
    ['public-key,certificates', /^PUB_KEY_ID_/],
  ])('are both during the transition, the first of which encrypts: %s', async (kinds, serial) => {
    const env = { ...ENV, WECHATPAY_PLATFORM_KEYS: kinds }
    const response = await connect('both', (WECHATPAY_APIV3_KEY) => ({ ...env, WECHATPAY_APIV3_KEY }))
    expect(response.headers.get('Wechatpay-Serial')).toMatch(serial)
    expect(await response.json()).toMatchObject({ encrypted_echo_message: 'two' })
  })

  it('need what downloads them', async () => {
    const error = await caught(
      { WECHATPAY_PLATFORM_KEYS: 'certificates' },
      { required: ['platformKeys'], createCertificateKeys },
    )
    expect(fieldsOf(error)).toEqual([
      'WECHATPAY_MCHID',
      'WECHATPAY_SERIAL',
      'WECHATPAY_PRIVATE_KEY',
      'WECHATPAY_APIV3_KEY',
    ])
  })

  it('that are certificates need the option that makes them: no bundle carries it unasked', async () => {
    const WECHATPAY_APIV3_KEY = '0123456789abcdef0123456789ABCDEF'
    const env = { ...withoutPublicKey, WECHATPAY_APIV3_KEY }
    expect(fieldsOf(await caught(env))).toEqual(['WECHATPAY_PUBLIC_KEY_ID', 'WECHATPAY_PUBLIC_KEY'])
    const { issues } = await caught({ ...env, WECHATPAY_PLATFORM_KEYS: 'certificates' })
    expect(issues).toEqual([
      {
        field: 'WECHATPAY_PLATFORM_KEYS',
        message: expect.stringContaining('the option createCertificateKeys, of @wechatpay-kit/client/certificate-keys'),
      },
    ])
  })

  it.each(['certificate', 'public-key,public-key', ','])('are of known kinds: not %s', async (kinds) => {
    const error = await caught({ ...ENV, WECHATPAY_PLATFORM_KEYS: kinds })
    expect(error.issues[0]).toEqual({
      field: 'WECHATPAY_PLATFORM_KEYS',
      message: 'must be public-key, certificates, or both with a comma, the one first that encrypts',
    })
  })
})

describe('the faults of an environment', () => {
  it('are listed at once, each with its remedy', async () => {
    const error = await caught({})
    expect(error.code).toBe('VALIDATION_FAILED')
    expect(error.message.split('\n')).toEqual([
      'Environment variables are missing or wrong:',
      expect.stringMatching(/^- WECHATPAY_MCHID is missing: set it to the merchant number.*商户信息\.$/),
      expect.stringMatching(/^- WECHATPAY_SERIAL is missing: set it to the serial number.*WECHATPAY_CERTIFICATE/),
      expect.stringMatching(/^- WECHATPAY_PRIVATE_KEY is missing: set it to the text of apiclient_key.pem/),
      expect.stringMatching(
        /^- WECHATPAY_PUBLIC_KEY_ID is missing: .*PUB_KEY_ID_.*WECHATPAY_PLATFORM_KEYS to certificates/,
      ),
      expect.stringMatching(/^- WECHATPAY_PUBLIC_KEY is missing: set it to the text of pub_key.pem/),
    ])
    expect(error.stack).toContain('WECHATPAY_PUBLIC_KEY is missing')
  })

  it('are only those of the parts that are required', async () => {
    expect(fieldsOf(await caught({}, { required: ['apiV3Key'] }))).toEqual(['WECHATPAY_APIV3_KEY'])
    expect(fieldsOf(await caught({ WECHATPAY_MCHID: '1' }, { required: ['platformKeys'] }))).toEqual([
      'WECHATPAY_PUBLIC_KEY_ID',
      'WECHATPAY_PUBLIC_KEY',
    ])
    expect(await readEnvironment({}, { required: [] })).toEqual({})
  })

  it.each([
    ['WECHATPAY_MCHID', 'wx8888888888888888', 'must be the merchant number (商户号), a string of digits'],
    ['WECHATPAY_MCHID', 1900007291, 'is not a text: put its value into quotation marks'],
    ['WECHATPAY_SERIAL', 'xyz', 'must be the serial number of the merchant’s API certificate'],
    [
      'WECHATPAY_PRIVATE_KEY',
      certificate,
      'cannot be used: Expected a private key (apiclient_key.pem), found a certificate',
    ],
    ['WECHATPAY_PRIVATE_KEY', '-----BEGIN PRIVATE KEY-----', 'in an .env file, in quotation marks'],
    ['WECHATPAY_PUBLIC_KEY', '/keys/ours.pem', 'is the name of a file: set it to the content of that file'],
    ['WECHATPAY_PUBLIC_KEY_ID', SERIAL, 'is the merchant’s own serial number'],
    ['WECHATPAY_APIV3_KEY', 'tooshort', 'has 8 bytes, but an APIv3 key has 32'],
    ['WECHATPAY_BASE_URL', 'http://example.com', 'must be an https URL'],
    ['WECHATPAY_CERTIFICATE', readPem('merchant.public'), 'Expected a certificate (such as apiclient_cert.pem)'],
  ])('name %s: %s', async (name, value, message) => {
    const error = await caught({ ...ENV, [name]: value }, { readCertificate })
    expect(error.issues).toEqual([{ field: name, message: expect.stringContaining(message) }])
    expect(error.message).not.toContain(`${value}`)
  })

  it('say what reads a certificate', async () => {
    const { WECHATPAY_SERIAL: _, ...env } = ENV
    const { issues } = await caught({ ...env, WECHATPAY_CERTIFICATE: certificate })
    expect(issues).toEqual([
      { field: 'WECHATPAY_CERTIFICATE', message: expect.stringContaining('readCertificate of readEnvironment') },
    ])
    expect(await readEnvironment({ ...ENV, WECHATPAY_CERTIFICATE: certificate })).toMatchObject({
      merchant: { serialNumber: SERIAL },
    })
  })

  it('are found where certificate, key and serial number are not of one merchant', async () => {
    const env = { ...ENV, WECHATPAY_SERIAL: '1A', WECHATPAY_CERTIFICATE: certificate }
    const error = await caught({ ...env, WECHATPAY_PRIVATE_KEY: platform.keys.privateKey }, { readCertificate })
    expect(fieldsOf(error)).toEqual(['WECHATPAY_SERIAL', 'WECHATPAY_PRIVATE_KEY'])
    expect(error.message).toContain('WECHATPAY_PRIVATE_KEY is not the key of WECHATPAY_CERTIFICATE')
  })

  it('say that files are read on Node.js alone', async () => {
    const { WECHATPAY_PRIVATE_KEY: _, ...env } = ENV
    const error = await caught({ ...env, WECHATPAY_PRIVATE_KEY_FILE: 'secret/name.pem' })
    expect(error.issues).toEqual([
      {
        field: 'WECHATPAY_PRIVATE_KEY',
        message: expect.stringContaining(
          'WECHATPAY_PRIVATE_KEY_FILE is read by readEnvironment of @wechatpay-kit/client/node',
        ),
      },
    ])
    expect(error.message).not.toContain('secret')
  })

  it('show no value, whatever is wrong with it', async () => {
    const secrets = Object.fromEntries(
      Object.keys(ENV).map((name, index) => [name, `s3cret-${index}-in-the-wrong-place`]),
    )
    const env = {
      ...secrets,
      WECHATPAY_APIV3_KEY: 's3cret',
      WECHATPAY_BASE_URL: 's3cret',
      WECHATPAY_CERTIFICATE: 's3cret',
    }
    const error = await caught(env, { readCertificate })
    expect(error.issues).toHaveLength(7)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('s3cret')
  })

  it('are not those of the call itself', async () => {
    expect((await caught(undefined as never)).field).toBe('env')
    expect((await caught(ENV, { require: [] } as never)).message).toContain('is not an option of readEnvironment')
    expect((await caught(ENV, { required: ['keys'] } as never)).field).toBe('required')
    expect((await caught(ENV, { readCertificate: 'x509' } as never)).field).toBe('readCertificate')
  })
})
