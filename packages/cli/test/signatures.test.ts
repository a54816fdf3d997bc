import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPem, readVectors } from '@wechatpay-kit/test-vectors'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand, runIntoClosedPipe, vector } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const PRIVATE_KEY = vector('keys/merchant.private.pem')
const merchant = ['--mchid', '1900000001', '--serial', '7A1F', '--private-key-file', PRIVATE_KEY]
const request = [
  '--method',
  'POST',
  '--target',
  '/v3/pay/transactions/jsapi',
  '--timestamp',
  '1700000000',
  '--nonce',
  'abc',
]

/** Verifies with Node.js alone. */
const isSigned = (message: string, signature: string) =>
  verify('sha256', Buffer.from(message), createPublicKey(readPem('merchant.public')), Buffer.from(signature, 'base64'))

/** A line of a key that must be seen nowhere. */
const SECRET = readPem('merchant.private').split('\n')[5] as string

describe('sign', () => {
  it('signs standard input as OpenSSL does', async () => {
    const vectors = readVectors('signatures/openssl').vectors.filter(
      ({ input }) => input.privateKey === 'keys/merchant.private.pem',
    )
    expect(vectors.length).toBeGreaterThan(2)
    for (const { message, signature } of vectors.slice(0, 3).map(({ input }) => input)) {
      const { code, stdout } = await runCommand(['sign', '--private-key-file', PRIVATE_KEY], {
        input: message as string,
      })
      expect([code, stdout]).toEqual([0, `${signature}\n`])
    }
  })

  it('signs a request, body and line feed included, and says so of the line feed', async () => {
    for (const body of ['{"description":"门店"}', '', '{}\n']) {
      const { code, stdout, stderr } = await runCommand(['sign', ...request, ...merchant], { input: body })
      const [, signature = ''] = /signature="([^"]+)"/.exec(stdout) ?? []
      expect(code).toBe(0)
      expect(stdout).toMatch(/^WECHATPAY2-SHA256-RSA2048 mchid="1900000001",nonce_str="abc",.*serial_no="7A1F"\n$/)
      expect(isSigned(`POST\n/v3/pay/transactions/jsapi\n1700000000\nabc\n${body}\n`, signature)).toBe(true)
      expect(stderr !== '').toBe(body.endsWith('\n'))
    }
  })

  it('takes fresh values of time and nonce, and prints JSON', async () => {
    const args = ['sign', '--json', '--method', 'GET', '--target', '/v3/certificates', ...merchant]
    const [one, other] = await Promise.all([runCommand(args), runCommand(args)])
    const { authorization } = JSON.parse(one.stdout) as { authorization: string }
    expect(authorization).not.toBe((JSON.parse(other.stdout) as { authorization: string }).authorization)
    const [, timestamp] = /timestamp="(\d+)"/.exec(authorization) ?? []
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(300)
  })

  it('takes keys and numbers from the environment, a file of variables, a PKCS#12 file and standard input', async () => {
    const args = ['sign', ...request]
    const variables = {
      WECHATPAY_MCHID: '1900000001',
      WECHATPAY_SERIAL: '7A1F',
      WECHATPAY_PRIVATE_KEY_FILE: PRIVATE_KEY,
    }
    const { stdout: expected } = await runCommand([...args, ...merchant])
    expect((await runCommand(args, { env: variables })).stdout).toBe(expected)
    const key = readPem('merchant.private')
    const file = write('.env', `WECHATPAY_MCHID=1900000001\nWECHATPAY_SERIAL=7A1F\nWECHATPAY_PRIVATE_KEY="${key}"\n`)
    // It is named, and so wins over what is set.
    const env = { WECHATPAY_MCHID: '1', WECHATPAY_PRIVATE_KEY_FILE: 'absent.pem', WECHATPAY_SERIAL: 'FF' }
    expect((await runCommand([...args, '--env-file', file], { env })).stdout).toBe(expected)
    const p12 = ['--p12-file', vector('certificates/rc2-fast.p12')]
    const packed = await runCommand(['sign', ...p12], {
      env: { ...env, WECHATPAY_P12_PASSWORD: 'example' },
      input: 'x',
    })
    expect(packed.code === 0 ? isSigned('x', packed.stdout) : packed.stderr).toBe(true)
    const piped = await runCommand(['sign', '--private-key-file', '-'], { input: key })
    expect(piped).toMatchObject({ code: 2, stderr: expect.stringContaining('read as the key') })
  })

  it.each([
    ['a public key', ['--private-key-file', vector('keys/merchant.public.pem')], /found a public key/],
    ['a certificate', ['--private-key-file', vector('certificates/merchant.pem')], /found a certificate/],
    ['a file that is not there', ['--private-key-file', 'nowhere.pem'], /WECHATPAY_PRIVATE_KEY_FILE.*ENOENT/],
    ['no merchant number', ['--private-key-file', PRIVATE_KEY, '--serial', '7A'], /WECHATPAY_MCHID/],
    ['a serial number that is none', [...merchant, '--serial', 'x'], /WECHATPAY_SERIAL/],
    ['a target with a host', [...merchant, '--target', 'https://api.mch.weixin.qq.com/v3'], /target/],
    ['a method in small letters', [...merchant, '--method', 'post'], /method/],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runCommand(['sign', ...request, ...args])
    expect([code === 1 || code === 2, stdout]).toEqual([true, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain(SECRET)
    const json = await runCommand(['sign', '--json', ...request, ...args])
    expect(JSON.parse(json.stderr)).toMatchObject({
      code: expect.stringMatching(/^[A-Z_0-9]+$/),
      message: expect.any(String),
    })
  })

  it('ends silently in a closed pipe', async () => {
    expect(await runIntoClosedPipe(['sign', '--private-key-file', PRIVATE_KEY], 'x')).toEqual({ code: 0, stderr: '' })
  })
})

describe('verify', () => {
  const messages = readVectors('signed-messages/openssl').vectors.map(({ input: { headers, body }, result }) => ({
    timestamp: headers['Wechatpay-Timestamp'] as string,
    nonce: headers['Wechatpay-Nonce'] as string,
    signature: headers['Wechatpay-Signature'] as string,
    serial: headers['Wechatpay-Serial'] as string,
    body: body as string,
    valid: result === 'valid',
  }))
  const platform = ['--public-key-file', vector('keys/platform.public.pem')]

  it('agrees with OpenSSL about signed messages', async () => {
    const seen = new Set<boolean>()
    for (const { timestamp, nonce, signature, body, valid } of messages.slice(0, 8)) {
      const fields = ['--timestamp', timestamp, '--nonce', nonce, `--signature=${signature}`]
      const { code } = await runCommand(['verify', ...fields, ...platform], { input: body })
      expect(code).toBe(valid ? 0 : 1)
      seen.add(valid)
    }
    expect([...seen].sort()).toEqual([false, true])
  })

  it('takes headers one by one and from a file, tells the age, and looks at the id of the key', async () => {
    const { timestamp, nonce, signature, serial, body } = messages[0] as (typeof messages)[number]
    const headers = [
      `Wechatpay-Timestamp: ${timestamp}`,
      `WECHATPAY-NONCE:${nonce}`,
      `Wechatpay-Signature: ${signature}`,
      `Wechatpay-Serial: ${serial}`,
    ]
    const one = await runCommand(['verify', '--json', ...headers.flatMap((line) => ['--header', line]), ...platform], {
      input: body,
    })
    expect(JSON.parse(one.stdout)).toMatchObject({ verified: true, keyId: serial, timestamp: Number(timestamp) })
    const file = write('headers', ['HTTP/1.1 200 OK', ...headers, ''].join('\r\n'))
    const args = ['verify', '--headers-file', file, ...platform]
    expect(await runCommand(args, { input: body })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^verified, signed \d+ seconds before this clock\n$/),
    })
    const other = await runCommand([...args, '--public-key-id', 'PUB_KEY_ID_1', '--json'], { input: body })
    expect(other.code).toBe(1)
    expect(JSON.parse(other.stderr)).toMatchObject({ code: 'SIGNATURE_KEY_UNKNOWN' })
    const changed = await runCommand([...args, '--json'], { input: `${body}\n` })
    expect(changed.code).toBe(1)
    expect(JSON.parse(changed.stderr)).toMatchObject({ code: 'SIGNATURE_MISMATCH' })
  })

  it('takes a whole message, and refuses another', async () => {
    const { stdout: signature } = await runCommand(['sign', '--private-key-file', PRIVATE_KEY], { input: 'message' })
    const args = ['verify', `--signature=${signature.trim()}`, '--public-key-file', vector('certificates/merchant.pem')]
    expect((await runCommand(args, { input: 'message' })).code).toBe(0)
    expect(await runCommand(args)).toMatchObject({ code: 1, stderr: expect.stringContaining('SIGNATURE_MISMATCH') })
  })

  it('without a signature is wrong usage', async () => {
    expect(await runCommand(['verify', ...platform], { input: '{}' })).toMatchObject({ code: 2, stdout: '' })
  })
})
