// Every text that can be shown, whatever made it: Chinese on the Chinese page.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { translate } from '../diagnosis.ts'
import { nameForm } from '../keys/key-card.ts'
import { openKeys } from '../keys/key-ring.ts'
import { pem } from './given.ts'

const root = new URL('../../../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** Words that Chinese developers write in Latin letters. */
const NAMES =
  /https|PKCS#\d+|apiclient_\w+\.\w+|pub_key\.pem|PEM|DER|RSA|EC|prime256v1|ED25519|PSS|END|BEGIN|MiB|openssl|scrypt|CSR|SSH|APIv3|WECHATPAY_\w+|keytool|-\w+|JKS|Java|ZIP|PUB_KEY_ID_?\w*|ID|CA|SHA-?\d*|pkcs7|FILE/g

/** Runs of Latin words that are left of a Chinese text: a sentence that nobody translated. */
const listEnglish = (text: string) => text.replace(NAMES, '').match(/[A-Za-z]{2,}(?: [A-Za-z]{2,})+/g) ?? []

/** Texts in quotation marks of a source, those of templates with a value in each place. */
const listLiterals = (source: string) =>
  [...source.matchAll(/'((?:[^'\\\n]|\\.)+)'|`([^`]+)`/g)].map(([, plain, template]) =>
    (plain ?? template ?? '').replace(/\$\{[^}]+\}/g, '7'),
  )

it('every error of a key file that the kit has', () => {
  const folder = 'packages/crypto/src/'
  const files = readdirSync(new URL(folder, root)).filter((name) => name.endsWith('.ts'))
  const sources = files.map((name) => read(folder + name))
  const thrown = sources.flatMap((source) =>
    [...source.matchAll(/new KeyFormatError\(\s*([\s\S]*?),?\s*\)\n/g)].flatMap(([, argument = '']) =>
      listLiterals(argument),
    ),
  )
  expect(thrown.length).toBeGreaterThan(10)
  const found = sources.flatMap((source) => [
    ...[...source.matchAll(/unexpected\([^,]+,\s*(['`])(.+?)\1/g)].map(([, , name = '']) =>
      name.replace(/\$\{[^}]+\}/g, '7'),
    ),
  ])
  const kinds = /export type FileKind =([\s\S]*?)\n\n/.exec(read(`${folder}file-kind.ts`))?.[1] ?? ''
  const wanted = ['a private key (such as apiclient_key.pem)', 'a certificate (such as apiclient_cert.pem)']
  const named = [...found, ...listLiterals(kinds).map((kind) => `a ${kind}`)].map(
    (name) => `Expected ${wanted[0]}, found ${name}. X.`,
  )
  for (const message of [...thrown, ...named, `Expected ${wanted[1]}, found nothing. X.`]) {
    const { zh } = translate({ message })
    expect([zh, listEnglish(zh)]).toEqual([expect.stringMatching(/[一-鿿]/), []])
  }
  // What is found is named, and not only that it is another file.
  for (const message of named.filter((one) => !/another|other kind|value of type|7/.test(one)))
    expect(translate({ message }).zh, message).not.toContain('另一种文件')
})

it('every file of a key, right or wrong, with every password', async () => {
  const folders = ['test-vectors/keys/', 'test-vectors/certificates/', 'packages/crypto/src/', 'docs/']
  const files = folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [`${folder}${entry.name}`] : [],
    ),
  )
  const key = fileURLToPath(new URL('test-vectors/keys/merchant.private.pem', root))
  const request = execFileSync('openssl', ['req', '-new', '-key', key, '-subj', '/CN=x'])
  const contents: [string, Uint8Array][] = [
    ...files.map((path): [string, Uint8Array] => [path, new Uint8Array(readFileSync(new URL(path, root)))]),
    ['csr.pem', new Uint8Array(request)],
    ['half', new TextEncoder().encode(pem('merchant.private').slice(0, 300))],
    ['zip', Uint8Array.of(0x50, 0x4b, 3, 4)],
    ['jks', Uint8Array.of(0xfe, 0xed, 0xfe, 0xed)],
    [
      'ssh',
      new TextEncoder().encode('-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----'),
    ],
    ['key', new TextEncoder().encode('0123456789abcdef0123456789ABCDEF')],
  ]
  for (const [name, bytes] of contents)
    for (const passwords of [[], ['1900007291'], ['wrong']]) {
      const { keys, others, refusal } = await openKeys([{ name: 'file', bytes }], passwords)
      const shown = keys.map((held) => nameForm(held))
      const texts = [
        ...shown,
        ...keys.flatMap(({ description: { problem } }) => problem ?? []),
        ...others.flatMap(({ found, remedy }) => [found, remedy]),
        ...(refusal ? [refusal.reason] : []),
      ]
      for (const { en, zh } of texts) expect([name, en.length > 0, listEnglish(zh)]).toEqual([name, true, []])
    }
})
