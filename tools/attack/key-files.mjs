// Key and certificate files that somebody prepared.

import { readdirSync, readFileSync } from 'node:fs'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { readCertificate, readPkcs12, toPkcs8 } from '@wechatpay-kit/crypto/certificate'
import { hideRounds } from './hidden-rounds.mjs'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const GROUP = 'key files'
const TRIES = 4_000
/** Most milliseconds for one file: far more than any takes on one core that is busy. */
const SLOW = 5_000
/** Of all encrypted test vectors. */
const PASSWORD = 'example'

/** Readers, and how to use them. @type {Record<string, (file: any) => unknown>} */
const readers = {
  importPrivateKey: (file) => importPrivateKey(file),
  importPublicKey: (file) => importPublicKey(file),
  readCertificate: (file) => readCertificate(file),
  toPkcs8: (file) => toPkcs8(file),
  'toPkcs8 with a passphrase': (file) => toPkcs8(file, PASSWORD),
  readPkcs12: (file) => readPkcs12(file, PASSWORD),
}

const ODD = [
  undefined,
  null,
  0,
  {},
  [],
  '',
  ' ',
  '\0',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----',
  'A'.repeat(100_000),
  '-'.repeat(100_000),
  '-----BEGIN '.repeat(10_000),
  `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(100_000)}`,
  new Uint8Array(),
  new Uint8Array(100_000),
  new Uint8Array(100_000).fill(0x30),
  Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0x30, 0x80, 0, 0),
  new Uint8Array(100_000).fill(0x80),
  nest(20_000),
  new ArrayBuffer(8),
]

/** @param {Context} context */
export async function attackKeyFiles({ scene, random, tally, scale }) {
  const files = [...readFiles(), scene.keys.merchant.keys.privateKey, scene.keys.merchant.keys.publicKey]
  for (const file of ODD)
    for (const reader of Object.keys(readers)) await read(reader, file, `an odd file ${describe(file)}`)
  const hidden = await hideRounds(PASSWORD, 3_000_000)
  await read('readPkcs12', hidden, 'hidden rounds')
  for (let index = 0; index < TRIES * scale; index++) {
    const [file, other] = [random.pick(files), random.pick(files)]
    const mutant = mutate(file, other, random)
    await read(random.pick(Object.keys(readers)), mutant, `a mutant of ${describe(file)}`)
  }

  /** @param {string} reader @param {unknown} file @param {string} example */
  async function read(reader, file, example) {
    const start = performance.now()
    const { error } = await settle(Promise.resolve().then(() => readers[reader]?.(file)))
    const time = performance.now() - start
    const isKnown = error === undefined || ['KeyFormatError', 'InputError'].includes(error.name)
    tally.count(
      GROUP,
      'whatever a file holds, it is read or refused with an error of the package',
      isKnown,
      `${reader}, ${example}: ${error}`,
    )
    tally.count(GROUP, 'no file takes long', time < SLOW, `${reader}, ${example}: ${Math.round(time)} ms`)
    const line = typeof file === 'string' ? file.split('\n')[4] : undefined
    const shows = line && line.length > 40 && `${error?.message} ${error?.stack}`.includes(line)
    tally.count(GROUP, 'no error shows what a file holds', !shows, `${reader}, ${example}`)
  }
}

/** Keys and certificates of the test vectors, as text or bytes. @returns {(string | Uint8Array<ArrayBuffer>)[]} */
function readFiles() {
  return ['keys', 'certificates'].flatMap((folder) => {
    const url = new URL(`../../test-vectors/${folder}/`, import.meta.url)
    // Those that are slow on purpose are refused by their number of rounds; as mutants they would only be counted again.
    const names = readdirSync(url).filter((name) => /\.(pem|p12)$/.test(name) && !/slow|large/.test(name))
    return names.map((name) =>
      name.endsWith('.pem')
        ? readFileSync(new URL(name, url), 'utf8')
        : Uint8Array.from(readFileSync(new URL(name, url))),
    )
  })
}

/** @param {string | Uint8Array<ArrayBuffer>} file @param {string | Uint8Array<ArrayBuffer>} other @param {import('./random.mjs').Random} random */
function mutate(file, other, random) {
  const bytes = toDer(file)
  const kind = random.below(5)
  if (kind === 0) return bytes.slice(0, random.below(bytes.length))
  if (kind === 1) {
    const rest = toDer(other)
    const index = random.below(Math.min(bytes.length, rest.length))
    return Uint8Array.from([...bytes.slice(0, index), ...rest.slice(index)])
  }
  // Lengths and tags stand in the first bytes of each element: small numbers and the highest bits are where it hurts.
  for (let times = 1 + random.below(4); times > 0; times--) {
    const index = kind === 2 ? random.below(Math.min(60, bytes.length)) : random.below(bytes.length)
    bytes[index] = random.pick([0, 1, 2, 4, 0x30, 0x7f, 0x80, 0x84, 0xa0, 0xff, random.below(256)])
  }
  if (typeof file === 'string' && random.chance(0.5)) {
    const label = /-----BEGIN ([^-]+)-----/.exec(random.chance(0.5) ? file : String(other))?.[1] ?? 'PRIVATE KEY'
    return `-----BEGIN ${label}-----\n${btoa(String.fromCharCode(...bytes))}\n-----END ${label}-----\n`
  }
  return bytes
}

/** The bytes of a file: of a PEM text those that it encodes. @param {string | Uint8Array<ArrayBuffer>} file */
function toDer(file) {
  if (typeof file !== 'string') return file.slice()
  const base64 = /-----BEGIN [^-]+-----\n(?:[^\n]*: [^\n]*\n)*\n?([A-Za-z0-9+/=\s]+)-----END/.exec(file)?.[1] ?? ''
  return Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0))
}

/** Sequences within sequences, each with its length. @param {number} depth */
function nest(depth) {
  const bytes = new Uint8Array(depth * 4)
  for (let index = 0; index < depth; index++) {
    const rest = (depth - index - 1) * 4
    bytes.set([0x30, 0x82, (rest >> 8) & 0xff, rest & 0xff], index * 4)
  }
  return bytes
}

/** @param {unknown} file */
function describe(file) {
  if (typeof file === 'string') return JSON.stringify(file.slice(0, 40))
  return file instanceof Uint8Array ? `of ${file.length} bytes` : Object.prototype.toString.call(file)
}
