import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readVectors } from '@wechatpay-kit/test-vectors'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand, runIntoClosedPipe, vector } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const API_V3_KEY = 'a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb'
const keyFile = join(folder, 'apiv3.key')
writeFileSync(keyFile, `${API_V3_KEY}\n`)

const PRIVATE_KEY = ['--private-key-file', vector('keys/merchant.private.pem')]
const PUBLIC_KEY = ['--public-key-file', vector('keys/merchant.public.pem')]
const APIV3 = ['--apiv3-key-file', keyFile]

describe('decrypt', () => {
  it('decrypts fields that OpenSSL encrypted', async () => {
    const vectors = readVectors('ciphertexts/openssl').vectors.flatMap(({ input: { ciphertext }, output }) =>
      ciphertext !== undefined && output ? [{ ciphertext, plaintext: output.plaintext }] : [],
    )
    expect(vectors.length).toBeGreaterThan(2)
    for (const { ciphertext, plaintext } of vectors.slice(0, 4)) {
      const { code, stdout } = await runCommand(['decrypt', ...PRIVATE_KEY], { input: `${ciphertext}\n` })
      expect([code, stdout]).toEqual([0, plaintext])
    }
  })

  it('decrypts a resource, a notification and an entry of the certificate list', async () => {
    const [vector = expect.fail()] = readVectors('resources/published').vectors
    const { apiV3Key: _, ...resource } = vector.input
    const plaintext = vector.output?.plaintext
    for (const json of [resource, { id: '1', resource }, { serial_no: '1', encrypt_certificate: resource }]) {
      const { code, stdout } = await runCommand(['decrypt', ...APIV3], { input: JSON.stringify(json) })
      expect([code, stdout]).toEqual([0, plaintext])
    }
    const { stdout } = await runCommand(['decrypt', '--json'], {
      input: JSON.stringify(resource),
      env: { WECHATPAY_APIV3_KEY: API_V3_KEY },
    })
    expect(JSON.parse(stdout)).toEqual({ plaintext })
  })

  it.each([
    ['', 'INPUT_EMPTY', 1],
    ['{"resource":{}}', 'INPUT_INVALID', 1],
    ['{"resource":', 'INPUT_INVALID', 1],
    ['{"algorithm":"AEAD_AES_256_GCM","nonce":"uluk4a9R25RW","ciphertext":"AAAA"}', 'DECRYPTION_FAILED', 1],
    ['no base64', 'DECRYPTION_FAILED', 1],
  ])('refuses %j', async (input, code, exitCode) => {
    const outcome = await runCommand(['decrypt', '--json', ...PRIVATE_KEY, ...APIV3], { input })
    expect([outcome.code, outcome.stdout]).toEqual([exitCode, ''])
    expect(JSON.parse(outcome.stderr)).toMatchObject({ code })
    expect(outcome.stderr).not.toContain(API_V3_KEY)
  })

  it('says which key is missing', async () => {
    const outcome = await runCommand(['decrypt'], { input: '{"ciphertext":""}' })
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('WECHATPAY_APIV3_KEY') })
  })
})

describe('encrypt', () => {
  it('encrypts what decrypt reads, byte for byte', async () => {
    for (const [args, back] of [
      [PUBLIC_KEY, PRIVATE_KEY],
      [['--resource', '--associated-data', 'transaction', ...APIV3], APIV3],
    ] as const) {
      const { code, stdout } = await runCommand(['encrypt', ...args], { input: '张三' })
      expect(code).toBe(0)
      expect((await runCommand(['decrypt', ...back], { input: stdout })).stdout).toBe('张三')
    }
  })

  it('tells of a line feed that echo added, and prints JSON with the id of the key', async () => {
    const echoed = await runCommand(['encrypt', ...PUBLIC_KEY], { input: '张三\n' })
    expect(echoed.stderr).toContain('line feed')
    const args = ['encrypt', '--json', ...PUBLIC_KEY, '--public-key-id', 'PUB_KEY_ID_1']
    expect(JSON.parse((await runCommand(args, { input: 'x' })).stdout)).toMatchObject({ keyId: 'PUB_KEY_ID_1' })
  })

  it.each([
    ['no input', PUBLIC_KEY, '', /INPUT_EMPTY/, 1],
    ['more than the key takes', PUBLIC_KEY, 'x'.repeat(215), /INPUT_INVALID/, 1],
    ['associated data of a field', [...PUBLIC_KEY, '--associated-data', 'x'], 'x', /--resource/, 2],
    ['a private key', ['--public-key-file', vector('keys/merchant.private.pem')], 'x', /private key/, 2],
    ['no key', [], 'x', /WECHATPAY_PUBLIC_KEY/, 2],
  ])('refuses %s', async (_, args, input, message, code) => {
    const outcome = await runCommand(['encrypt', ...args], { input })
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(message)
  })

  it('ends silently in a closed pipe', async () => {
    expect(await runIntoClosedPipe(['encrypt', ...PUBLIC_KEY], 'x')).toEqual({ code: 0, stderr: '' })
  })
})
