import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCertificate, readPkcs12, toPkcs8 } from '@wechatpay-kit/crypto/certificate'
import { readPem } from '@wechatpay-kit/test-vectors'
import { afterAll, describe, expect, it } from 'vitest'
import { entries } from './backends.ts'

// The openssl command line checks what we make, and makes what we check, with fresh keys and random inputs.

const isInstalled = spawnSync('openssl', ['version']).status === 0
if (!isInstalled) console.warn('openssl.test: skipped, the openssl command is not installed')

const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = (name: string) => join(folder, name)
const openssl = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder })
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
  return stdout
}
const oaep = ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha1', 'rsa_mgf1_md:sha1'].flatMap((option) => ['-pkeyopt', option])
const messages = ['', 'a', '变更资格：张三\n', 'x'.repeat(1000)]
const plaintexts = ['', 'a', '浙江省杭州市西湖区张三', 'x'.repeat(214)]

describe.skipIf(!isInstalled)('openssl', () => {
  describe.each(entries)('and %s', (_, { importPrivateKey, importPublicKey }) => {
    it('verifies what we sign, and signs the same', async () => {
      writeFileSync(path('private.pem'), readPem('merchant.private'))
      writeFileSync(path('public.pem'), readPem('merchant.public'))
      const key = await importPrivateKey(readPem('merchant.private'))
      const publicKey = await importPublicKey(readPem('merchant.public'))
      for (const message of messages) {
        const signature = await key.sign(message)
        writeFileSync(path('message'), message)
        writeFileSync(path('signature'), Buffer.from(signature, 'base64'))
        const verdict = openssl('dgst', '-sha256', '-verify', 'public.pem', '-signature', 'signature', 'message')
        expect(verdict.toString()).toBe('Verified OK\n')
        const theirs = openssl('dgst', '-sha256', '-sign', 'private.pem', 'message').toString('base64')
        expect(theirs).toBe(signature)
        expect(await publicKey.verify(message, theirs)).toBe(true)
      }
    })

    it('decrypts what we encrypt, and the other way round', async () => {
      writeFileSync(path('private.pem'), readPem('merchant.private'))
      writeFileSync(path('public.pem'), readPem('merchant.public'))
      const privateKey = await importPrivateKey(readPem('merchant.private'))
      const publicKey = await importPublicKey(readPem('merchant.public'))
      for (const plaintext of plaintexts) {
        writeFileSync(path('ciphertext'), Buffer.from(await publicKey.encrypt(plaintext), 'base64'))
        const decrypted = openssl('pkeyutl', '-decrypt', '-inkey', 'private.pem', '-in', 'ciphertext', ...oaep)
        expect(decrypted.toString()).toBe(plaintext)
        writeFileSync(path('plaintext'), plaintext)
        const theirs = openssl('pkeyutl', '-encrypt', '-pubin', '-inkey', 'public.pem', '-in', 'plaintext', ...oaep)
        const bytes = await privateKey.decrypt(theirs.toString('base64'))
        expect(new TextDecoder().decode(bytes)).toBe(plaintext)
      }
    })
  })

  it('makes keys, certificates and PKCS#12 files that we read, and reads the keys that we write', () => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-passout',
      'pass:p',
      '-keyout',
      'key.pem',
      '-out',
      'certificate.pem',
      '-utf8',
      '-subj',
      '/CN=张三',
    )
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      'key.pem',
      '-in',
      'certificate.pem',
      '-passin',
      'pass:p',
      '-passout',
      'pass:p',
      '-out',
      'file.p12',
    )
    const { privateKey, certificate } = readPkcs12(Uint8Array.from(readFileSync(path('file.p12'))), 'p')
    expect(certificate).toEqual(readCertificate(readFileSync(path('certificate.pem'), 'utf8')))
    expect(certificate.subject).toBe('CN=张三')
    const serial = openssl('x509', '-in', 'certificate.pem', '-noout', '-serial').toString().trim()
    expect(`serial=${certificate.serialNumber}`).toBe(serial)
    expect(toPkcs8(readFileSync(path('key.pem'), 'utf8'), 'p')).toBe(privateKey)
    writeFileSync(path('written.pem'), privateKey)
    expect(openssl('pkey', '-in', 'written.pem', '-check', '-noout').toString()).toContain('Key is valid')
    expect(openssl('pkey', '-in', 'written.pem', '-pubout').toString()).toBe(certificate.publicKey)
  })
})
