import { X509Certificate } from 'node:crypto'
import { importPrivateKey, importPublicKey, isSameSerialNumber, KeyFormatError } from '@wechatpay-kit/crypto'
import * as certificateEntry from '@wechatpay-kit/crypto/certificate'
import { readPkcs12, toPkcs8 } from '@wechatpay-kit/crypto/certificate'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { der } from './backends.ts'
import * as write from './der-writer.ts'

const read = (name: string) => new TextDecoder().decode(readBytes(`certificates/${name}.pem`))
const derOf = (name: string) => Uint8Array.from(new X509Certificate(read(name)).raw)
const join = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))
const thrown = (action: () => unknown): unknown => {
  try {
    return action()
  } catch (error) {
    return error
  }
}
const WRONG =
  'The private key cannot be decrypted: the passphrase is wrong, the file is damaged, or it is encrypted in a way that is not supported, as scrypt is. Check the passphrase, or convert the file with openssl.'
const MALFORMED = 'The file is damaged or incomplete: copy it again.'

// A certificate with one part as asked; nothing checks its signature.
const name = (oid: Uint8Array, value: Uint8Array) =>
  write.sequence(write.tlv(0x31, write.sequence(write.tlv(6, oid), value)))
const commonName = Uint8Array.of(0x55, 4, 3)
const text = (tag: number, value: string) => write.tlv(tag, new TextEncoder().encode(value))
const craft = (change: Partial<Record<'serial' | 'subject' | 'notBefore' | 'notAfter', Uint8Array>> = {}) => {
  const parts = {
    serial: write.integer(1n),
    subject: name(commonName, text(0x0c, 'x')),
    notBefore: text(0x17, '260101000000Z'),
    notAfter: text(0x17, '270101000000Z'),
    ...change,
  }
  const { serial, subject, notBefore, notAfter } = parts
  return write.sequence(
    write.sequence(
      serial,
      write.algorithm,
      subject,
      write.sequence(notBefore, notAfter),
      subject,
      der('merchant.public'),
    ),
    write.algorithm,
    write.bits(new Uint8Array(256)),
  )
}

describe('readCertificate', () => {
  it('takes text, bytes and base64 in every shape they travel in', () => {
    const [pem, der] = [read('merchant'), derOf('merchant')]
    const twice = pem.replaceAll('\n', '\\\\n')
    for (const file of [der, der.buffer, Buffer.from(pem), btoa(pem), Buffer.from(der).toString('base64'), twice]) {
      expect(readCertificate(file)).toEqual(readCertificate(pem))
    }
  })

  it('is the same function in both entries', () => {
    expect(certificateEntry.readCertificate).toBe(readCertificate)
  })

  it('reads the merchant’s certificate, Chinese subject and all', () => {
    const { publicKey, notBefore, notAfter, ...rest } = readCertificate(read('merchant'))
    const name = 'CN=1900007291,O=微信商户系统,OU=杭州示例有限公司,C=CN,L=Hangzhou'
    expect(rest).toEqual({
      serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
      subject: name,
      issuer: name,
    })
    expect(publicKey).toBe(readPem('merchant.public'))
    const { validFrom, validTo } = new X509Certificate(read('merchant'))
    expect([notBefore, notAfter]).toEqual([new Date(validFrom), new Date(validTo)])
  })

  it.each([
    ['high-bit', 'F44F1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B'],
    ['leading-zero', '044F1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B'],
    ['one', '01'],
    ['inner-zeros', '4F004F'],
    ['seventh-bit', '7F'],
  ])('writes the serial number of %s as WeChat Pay does: %s', (name, serialNumber) => {
    expect(readCertificate(read(name)).serialNumber).toBe(serialNumber)
    expect(new X509Certificate(read(name)).serialNumber).toBe(serialNumber)
  })

  it.each(['merchant', 'merchant-bag', 'century', 'version1', 'ec', 'pss', 'special', 'bmp'])(
    'agrees with OpenSSL on %s',
    (name) => {
      const openssl = new X509Certificate(read(name))
      const certificate = readCertificate(read(name))
      expect(certificate.serialNumber).toBe(openssl.serialNumber)
      expect(certificate.notBefore).toEqual(new Date(openssl.validFrom))
      expect(certificate.notAfter).toEqual(new Date(openssl.validTo))
      expect(certificate.publicKey).toBe(openssl.publicKey.export({ format: 'pem', type: 'spki' }))
      expect(readCertificate(Uint8Array.from(openssl.raw))).toEqual(certificate)
      expect(readCertificate(read(name).replaceAll('\n', '\r\n'))).toEqual(certificate)
    },
  )

  it('escapes names as RFC 4514 does, and reads the older encodings of text', () => {
    const { subject } = readCertificate(read('special'))
    expect(subject).toBe('CN=a\\, \\"b\\"\\; \\<c\\> =d,O=\\#hash\\ ,L=y+OU=x,emailAddress=a@example.com')
    expect(readCertificate(read('bmp')).subject).toBe('CN=浙江')
    expect(readCertificate(read('teletex')).subject).toBe('CN=é')
  })

  it.each([
    ['490101000000Z', 0x17, '2049-01-01T00:00:00.000Z'],
    ['500101000000Z', 0x17, '1950-01-01T00:00:00.000Z'],
    ['991231235959Z', 0x17, '1999-12-31T23:59:59.000Z'],
    ['000229000000Z', 0x17, '2000-02-29T00:00:00.000Z'],
    ['20500101000000Z', 0x18, '2050-01-01T00:00:00.000Z'],
    ['99991231235959Z', 0x18, '9999-12-31T23:59:59.000Z'],
  ])('reads the date %s of tag %i', (date, tag, expected) => {
    expect(readCertificate(craft({ notAfter: text(tag, date) })).notAfter.toISOString()).toBe(expected)
    expect(readCertificate(craft({ notBefore: text(tag, date) })).notBefore.toISOString()).toBe(expected)
  })

  it.each([
    ['260101000000', 0x17],
    ['2601010000Z', 0x17],
    ['260101000000+0800', 0x17],
    ['261301000000Z', 0x17],
    ['260230000000Z', 0x17],
    ['260101250000Z', 0x17],
    ['20260101000000Z', 0x17],
    ['260101000000Z', 0x18],
    ['20260101000000.5Z', 0x18],
    ['2026', 0x18],
    ['', 0x17],
  ])('refuses the date “%s” of tag %i', (date, tag) => {
    expect(thrown(() => readCertificate(craft({ notAfter: text(tag, date) })))).toMatchObject({ message: MALFORMED })
  })

  it('shows unknown attributes by their number, and special characters escaped', () => {
    const subject = (oid: Uint8Array, value: Uint8Array) =>
      readCertificate(craft({ subject: name(oid, value) })).subject
    expect(subject(Uint8Array.of(0x2a, 3), text(0x0c, 'x'))).toBe('OID.2A03=x')
    expect(subject(commonName, text(0x0c, ' a\0b '))).toBe('CN=\\ a\\00b\\ ')
    expect(subject(commonName, text(0x13, 'a+b=c\\'))).toBe('CN=a\\+b=c\\\\')
    const names: [number[], string][] = [
      [[0x55, 4, 5], 'serialNumber'],
      [[0x55, 4, 6], 'C'],
      [[0x55, 4, 7], 'L'],
      [[0x55, 4, 8], 'ST'],
      [[0x55, 4, 9], 'street'],
      [[0x55, 4, 10], 'O'],
      [[0x55, 4, 11], 'OU'],
      [[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1], 'emailAddress'],
      [[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25], 'DC'],
      [[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1], 'UID'],
    ]
    for (const [oid, short] of names) expect(subject(Uint8Array.from(oid), text(0x0c, 'x'))).toBe(`${short}=x`)
  })

  it('gives the key of an EC certificate, which importPublicKey refuses with the reason', async () => {
    const { serialNumber, notAfter, publicKey } = readCertificate(read('ec'))
    expect(serialNumber).toBe('4F')
    expect(notAfter.getTime()).toBeGreaterThan(0)
    await expect(importPublicKey(publicKey)).rejects.toThrow('found a key of another algorithm than RSA.')
    await expect(importPublicKey(readCertificate(read('pss')).publicKey)).rejects.toThrow(
      'found a key of another algorithm than RSA.',
    )
    await importPublicKey(readCertificate(read('merchant')).publicKey)
  })

  const found = (file: string) =>
    `Expected a certificate (such as apiclient_cert.pem), found ${file}. Pass apiclient_cert.pem of the same download.`
  const OTHER = found('a file of another kind')
  it.each<[string, unknown, string]>([
    ['a public key', readPem('merchant.public'), found('a public key')],
    ['a public key as DER', der('merchant.public'), found('a public key')],
    ['a private key as DER', der('merchant.private'), found('a private key')],
    [
      'a PKCS#12 file',
      readBytes('certificates/aes.p12'),
      'Expected a certificate (such as apiclient_cert.pem), found a PKCS#12 file. Read it with readPkcs12 of @wechatpay-kit/crypto/certificate.',
    ],
    ['half of one', derOf('merchant').subarray(0, 500), MALFORMED],
    ['one and a byte', Uint8Array.of(...derOf('merchant'), 0), MALFORMED],
    ['an empty sequence', Uint8Array.of(0x30, 0), OTHER],
    ['too few fields', write.sequence(write.sequence(write.integer(1n), write.algorithm)), OTHER],
    ['a negative serial number', craft({ serial: Uint8Array.of(2, 1, 0x80) }), MALFORMED],
    ['a serial number with a leading zero', craft({ serial: Uint8Array.of(2, 2, 0, 0x4f) }), MALFORMED],
    ['a name without attributes’ types', craft({ subject: name(commonName, new Uint8Array()) }), MALFORMED],
    [
      'an attribute of another shape',
      craft({ subject: write.sequence(write.tlv(0x31, write.sequence(text(0x0c, 'x'), text(0x0c, 'x')))) }),
      MALFORMED,
    ],
    ['a text that is not UTF-8', craft({ subject: name(commonName, write.tlv(0x0c, Uint8Array.of(0xff))) }), MALFORMED],
    [
      'half a character of BMP text',
      craft({ subject: name(commonName, write.tlv(0x1e, Uint8Array.of(1))) }),
      MALFORMED,
    ],
    ['an attribute without content', craft({ subject: write.sequence(write.tlv(0x31, write.sequence())) }), MALFORMED],
    ['something that is not a sequence', write.sequence(write.octets(), write.algorithm, write.bits()), OTHER],
    [
      'a field before the serial number',
      write.sequence(write.sequence(write.octets(), write.integer(1n), ...Array(5).fill(write.sequence()))),
      OTHER,
    ],
    [
      'an indefinite length',
      join(Uint8Array.of(0x30, 0x80), derOf('merchant').subarray(4), new Uint8Array(2)),
      MALFORMED,
    ],
    ['a length with a leading zero', join(Uint8Array.of(0x30, 0x83, 0), derOf('merchant').subarray(2)), MALFORMED],
    ['a length of four bytes', join(Uint8Array.of(0x30, 0x84, 0, 0), derOf('merchant').subarray(2)), MALFORMED],
    ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----', MALFORMED],
    ['a serial number that is no INTEGER', craft({ serial: write.octets(Uint8Array.of(1)) }), OTHER],
    ['a long form of a short length', craft({ serial: Uint8Array.of(2, 0x81, 1, 0x4f) }), MALFORMED],
    ['bytes after it', join(derOf('merchant'), Uint8Array.of(5, 0)), MALFORMED],
    ['no dates', craft({ notBefore: new Uint8Array(), notAfter: new Uint8Array() }), MALFORMED],
    [
      'undefined',
      undefined,
      'Expected a certificate (such as apiclient_cert.pem), found a value of type Undefined. Set the variable.',
    ],
  ])('refuses %s', (_, certificate, message) => {
    const error = thrown(() => readCertificate(certificate as string))
    expect(error).toBeInstanceOf(KeyFormatError)
    expect((error as Error).message).toBe(message)
  })
})

it('reads elements of every length', () => {
  // Lengths of one byte up to 127, then of one, two and three more.
  for (const length of [1, 100, 127, 128, 255, 256, 65_535, 65_536, 100_000]) {
    const long = 'x'.repeat(length)
    expect(readCertificate(craft({ subject: name(commonName, text(0x0c, long)) })).subject).toBe(`CN=${long}`)
  }
})

describe('toPkcs8', () => {
  const canonical = readPem('merchant.private')

  it.each([
    ['PKCS#8', 'merchant.private', undefined],
    ['PKCS#1', 'merchant.pkcs1', undefined],
    ['PKCS#1, encrypted with AES-256', 'merchant.encrypted-aes256.pkcs1', 'example'],
    ['PKCS#1, encrypted with 3DES', 'merchant.encrypted-des3.pkcs1', 'example'],
    ['PKCS#8, encrypted with PBES1', 'merchant.encrypted-pbes1', 'example'],
    ['PKCS#8, encrypted with PBES2', 'merchant.encrypted', 'example'],
    ['PKCS#8, under a Chinese passphrase', 'merchant.encrypted-unicode', '密码'],
    ['PKCS#1, under a Chinese passphrase', 'merchant.encrypted-unicode.pkcs1', '密码'],
    ['PKCS#8, encrypted with PBES2 and SHA-512', 'merchant.encrypted-sha512', 'example'],
  ])('turns %s into PKCS#8', async (_, name, passphrase) => {
    expect(toPkcs8(readPem(name), passphrase)).toBe(canonical)
    expect(toPkcs8(readPem(name).replaceAll('\n', '\r\n'), passphrase)).toBe(canonical)
    await importPrivateKey(toPkcs8(readPem(name), passphrase))
  })

  it.each<[string, string | Uint8Array | ArrayBuffer, string?]>([
    ['PKCS#1 as bytes of PEM', Buffer.from(readPem('merchant.pkcs1'))],
    ['PKCS#1 as DER', der('merchant.pkcs1')],
    ['PKCS#1 in an ArrayBuffer', der('merchant.pkcs1').buffer],
    ['PKCS#1 labelled PKCS#8', readPem('merchant.pkcs1').replaceAll('RSA PRIVATE', 'PRIVATE')],
    ['PKCS#8 labelled PKCS#1', canonical.replaceAll('PRIVATE', 'RSA PRIVATE')],
    ['PKCS#8 as DER', der('merchant.private')],
    ['base64 of a whole file', btoa(readPem('merchant.pkcs1'))],
    ['attributes', write.pkcs8(write.pkcs1(write.numbersOf('merchant')), write.tlv(0xa0))],
    ['encrypted PKCS#8 as DER', der('merchant.encrypted'), 'example'],
    ['encrypted PKCS#8 labelled PKCS#8', readPem('merchant.encrypted').replaceAll('ENCRYPTED ', ''), 'example'],
    ['encrypted PKCS#1 as bytes', Buffer.from(readPem('merchant.encrypted-aes256.pkcs1')), 'example'],
    [
      'encrypted PKCS#1 with line breaks written out',
      readPem('merchant.encrypted-aes256.pkcs1').replaceAll('\n', '\\n'),
      'example',
    ],
  ])('goes by content: %s', (_, key, passphrase) => {
    expect(toPkcs8(key, passphrase)).toBe(canonical)
  })

  const relabel = (name: string, label: string) => readPem(name).replace(/(-----(?:BEGIN|END)) [A-Z ]+/g, `$1 ${label}`)
  it.each<[string, unknown, string | undefined, string]>([
    ['a wrong passphrase, PKCS#8', readPem('merchant.encrypted'), 'wrong', WRONG],
    ['a wrong passphrase, PBES1', readPem('merchant.encrypted-pbes1'), 'wrong', WRONG],
    ['a wrong passphrase, PKCS#1', readPem('merchant.encrypted-aes256.pkcs1'), 'wrong', WRONG],
    ['scrypt', readPem('merchant.encrypted-scrypt'), 'example', WRONG],
    [
      'junk',
      relabel('merchant.public', 'ENCRYPTED PRIVATE KEY'),
      'example',
      'found a public key. Pass apiclient_key.pem.',
    ],
    [
      'junk that is not DER',
      '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----',
      undefined,
      'found a file of another kind. Pass apiclient_key.pem.',
    ],
    [
      'junk for PKCS#1',
      relabel('merchant.public', 'RSA PRIVATE KEY'),
      undefined,
      'found a public key. Pass apiclient_key.pem.',
    ],
    [
      'no passphrase',
      readPem('merchant.encrypted'),
      undefined,
      'The private key is encrypted: pass its passphrase to toPkcs8.',
    ],
    [
      'an empty passphrase',
      readPem('merchant.encrypted'),
      '',
      'The private key is encrypted: pass its passphrase to toPkcs8.',
    ],
    [
      'no passphrase, PKCS#1',
      readPem('merchant.encrypted-des3.pkcs1'),
      undefined,
      'The private key is encrypted: pass its passphrase to toPkcs8.',
    ],
    [
      'a million rounds',
      readPem('merchant.encrypted-slow'),
      'example',
      'The key derivation of the file amounts to 1000000 rounds or more, and at most 30000 are done here: convert it with openssl.',
    ],
    ['an encrypted EC key', readPem('ec.encrypted'), 'example', 'found a key of another algorithm than RSA.'],
    ['an EC key', readPem('ec.sec1'), undefined, 'found a key of another algorithm than RSA.'],
    ['a public key', readPem('merchant.public'), undefined, 'found a public key. Pass apiclient_key.pem.'],
    [
      'a certificate',
      read('merchant'),
      undefined,
      'A certificate holds no private key: pass apiclient_key.pem of the same download.',
    ],
    ['1024 bits', readPem('small.private'), undefined, 'found an RSA key of 1024 bits'],
    ['text that is not base64', readPem('merchant.pkcs1').replace('M', '*'), undefined, MALFORMED],
    ['text that is not base64, PKCS#8', readPem('merchant.private').replace('M', '*'), undefined, MALFORMED],
    ['text that is not base64, encrypted', readPem('merchant.encrypted').replace('M', '*'), 'example', MALFORMED],
    ['undefined', undefined, undefined, 'found a value of type Undefined.'],
  ])('refuses %s', (_, pem, passphrase, message) => {
    const error = thrown(() => toPkcs8(pem as string, passphrase))
    expect(error).toBeInstanceOf(KeyFormatError)
    expect((error as Error).message).toContain(message)
    expect((error as Error).cause).toBeUndefined()
  })
})

describe('a file of more than 1 MiB', () => {
  const refusal = (size: number) => `Found ${size} bytes, but no key file is larger than 1 MiB: pass the right file.`
  it.each<[string, (file: string | Uint8Array | ArrayBuffer) => unknown]>([
    ['readCertificate', readCertificate],
    ['readPkcs12', (file) => readPkcs12(file, 'example')],
    ['toPkcs8', (file) => toPkcs8(file, 'example')],
  ])('is refused by %s before it is looked at', (_, read) => {
    const large = write.sequence(new Uint8Array(2 ** 20))
    for (const file of [large, large.buffer]) {
      expect(thrown(() => read(file))).toEqual(new KeyFormatError(refusal(large.length)))
    }
    expect(thrown(() => read(' '.repeat(2 ** 20 + 1)))).toEqual(new KeyFormatError(refusal(2 ** 20 + 1)))
    // As large as may be.
    expect((thrown(() => read(' '.repeat(2 ** 20))) as Error).message).toContain('found nothing')
  })
})

describe('readPkcs12', () => {
  const file = (name: string) => readBytes(`certificates/${name}.p12`)

  it.each(['rc2', '3des', 'aes', 'aes-sha1', 'no-mac', 'plain', 'chain'])('reads %s', (name) => {
    expect(readPkcs12(file(name), 'example')).toEqual({
      privateKey: readPem('merchant.private'),
      certificate: readCertificate(read('merchant')),
    })
    const bytes = file(name)
    for (const form of [Buffer.from(bytes), bytes.slice().buffer, Buffer.from(bytes).toString('base64')]) {
      expect(readPkcs12(form, 'example').privateKey).toBe(readPem('merchant.private'))
    }
  })

  it('leaves other certificates aside, whatever they hold', () => {
    const keys = forge.pki.rsa.generateKeyPair({ bits: 1024, e: 3 })
    const other = forge.pki.createCertificate()
    other.publicKey = keys.publicKey
    other.sign(keys.privateKey)
    const asn1 = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(readPem('merchant.private')),
      [other, forge.pki.certificateFromPem(read('merchant'))],
      'example',
    )
    const bytes = Uint8Array.from(Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary'))
    expect(readPkcs12(bytes, 'example').certificate).toEqual(readCertificate(read('merchant')))
  })

  it('refuses a key and a certificate that do not belong together', () => {
    const asn1 = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(readPem('stranger.private')),
      [forge.pki.certificateFromPem(read('merchant'))],
      'example',
    )
    const bytes = Uint8Array.from(Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary'))
    expect(thrown(() => readPkcs12(bytes, 'example'))).toMatchObject({
      message: 'None of the 1 certificates in the PKCS#12 file belongs to its private key: export both together.',
    })
  })

  const wanted = (found: string, remedy: string) =>
    `Expected a PKCS#12 file (apiclient_cert.p12), found ${found}. ${remedy}`
  const PASS_FILE = 'Pass the bytes of apiclient_cert.p12.'
  const UNREADABLE =
    'The PKCS#12 file cannot be read: wrong password (WeChat Pay sets the merchant number), damaged, or of an unsupported form. Check the password, or export it again with openssl.'
  it.each<[string, unknown, unknown, string]>([
    ['a wrong password', file('aes'), 'wrong', UNREADABLE],
    ['a wrong password, legacy', file('rc2'), 'wrong', UNREADABLE],
    ['a wrong password, no MAC', file('no-mac'), 'wrong', UNREADABLE],
    ['an empty password', file('aes'), '', UNREADABLE],
    [
      'no password',
      file('aes'),
      undefined,
      'A PKCS#12 file needs its password, a string: WeChat Pay sets the merchant number.',
    ],
    ['text', 'some text', 'example', wanted('text without a PEM block', 'Pass the content of the file.')],
    ['its name', 'apiclient_cert.p12', 'example', wanted('a file name', 'Pass the content of the file.')],
    ['undefined', undefined, 'example', wanted('a value of type Undefined', 'Set the variable.')],
    ['a certificate', derOf('merchant'), 'example', wanted('a certificate', PASS_FILE)],
    ['a private key', readPem('merchant.private'), 'example', wanted('a private key', PASS_FILE)],
    ['half of it', file('aes').subarray(0, 1000), 'example', MALFORMED],
    ['no bytes', new Uint8Array(), 'example', wanted('nothing', 'Pass the content of the file.')],
    ['a changed byte', file('aes').map((byte, index) => (index === 1500 ? byte ^ 1 : byte)), 'example', UNREADABLE],
    [
      'a million rounds',
      file('slow'),
      'example',
      'The key derivation of the file amounts to 1000000 rounds or more, and at most 30000 are done here: convert it with openssl.',
    ],
    ['no key', file('certificate-only'), 'example', 'The PKCS#12 file holds 0 private keys: export it with one.'],
    [
      'no certificate',
      file('key-only'),
      'example',
      'None of the 0 certificates in the PKCS#12 file belongs to its private key: export both together.',
    ],
    [
      'an EC key',
      file('ec'),
      'example',
      'Expected a private key (apiclient_key.pem), found a key of another algorithm than RSA. Pass apiclient_key.pem.',
    ],
  ])('refuses %s', (_, bytes, password, message) => {
    const error = thrown(() => readPkcs12(bytes as Uint8Array, password as string))
    expect(error).toBeInstanceOf(KeyFormatError)
    expect((error as Error).message).toBe(message)
    expect((error as Error).cause).toBeUndefined()
  })

  it('leaves the given bytes as they are', () => {
    const bytes = file('aes')
    readPkcs12(bytes, 'example')
    expect(bytes).toEqual(file('aes'))
  })
})

describe('isSameSerialNumber', () => {
  it.each([
    ['044F', '44f', true],
    ['0000', '0', true],
    ['44F', '44F0', false],
    ['PUB_KEY_ID_01', 'PUB_KEY_ID_01', true],
    ['PUB_KEY_ID_01', 'PUB_KEY_ID_1', false],
    ['PUB_KEY_ID_0A', 'PUB_KEY_ID_0a', false],
    ['0XYZ', 'XYZ', false],
    ['XYZ0', 'XYZ', false],
    ['F00F', 'FF', false],
    ['', '0', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(isSameSerialNumber(one, other)).toBe(same)
    expect(isSameSerialNumber(other, one)).toBe(same)
  })
})
