// An adapter that is wrong in one way, named by its argument: some compute wrongly, some break the protocol.

import { spawn } from 'node:child_process'
import { constants, publicEncrypt } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import * as backend from '@wechatpay-kit/crypto'
import { createResponder, serveQuestions } from './vectors-respond.mjs'

/** @typedef {import('./vectors-respond.mjs').Question} Question */
/** @typedef {import('./vectors-respond.mjs').Response} Response */

const respond = createResponder(backend)
const print = (/** @type {unknown} */ value) =>
  process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
const encrypt = (/** @type {Question['input']} */ input, /** @type {object} */ options) => {
  const key = { key: Buffer.from(input.publicKey, 'base64'), ...options }
  return { ciphertext: publicEncrypt(key, Buffer.from(input.plaintext, 'base64')).toString('base64') }
}
const first = new Map()

/** Changes a right response; what is not changed stays. @type {Record<string, (question: Question, response: Response) => object | undefined>} */
const COMPUTE = {
  'verifies anything': ({ operation }) => (operation === 'verify' ? { result: { valid: true } } : undefined),
  'verifies nothing': ({ operation }) => (operation === 'verify' ? { error: 'SIGNATURE_MISMATCH' } : undefined),
  'gives a verdict for a refusal': (_, { error }) => (error ? { result: { valid: false } } : undefined),
  'looks at no clock': ({ operation }, { error }) =>
    operation === 'verify-message' && error === 'SIGNATURE_STALE' ? { result: { valid: true } } : undefined,
  'names one reason for all': (_, { error }) => (error ? { error: 'refused' } : undefined),
  'writes URL-safe base64': (_, { result }) =>
    result && 'signature' in result
      ? { result: { signature: String(result.signature).replaceAll('+', '-').replaceAll('/', '_') } }
      : undefined,
  'encrypts by SHA-256': ({ operation, input }) =>
    operation === 'encrypt' && input.plaintext.length < 200
      ? { result: encrypt(input, { oaepHash: 'sha256' }) }
      : undefined,
  'encrypts by PKCS#1 v1.5': ({ operation, input }) =>
    operation === 'encrypt' && input.plaintext.length < 200
      ? { result: encrypt(input, { padding: constants.RSA_PKCS1_PADDING }) }
      : undefined,
  'encrypts another text': ({ operation, input }) =>
    operation === 'encrypt' && input.plaintext.length < 200
      ? { result: encrypt({ ...input, plaintext: 'AAAA' }, { oaepHash: 'sha1' }) }
      : undefined,
  'encrypts the same each time': ({ operation, input }, { result }) => {
    if (operation !== 'encrypt' || !result) return undefined
    if (!first.has(input.plaintext)) first.set(input.plaintext, result)
    return { result: first.get(input.plaintext) }
  },
  'forgets the serial number': (_, { result }) =>
    result && 'authorization' in result
      ? { result: { authorization: String(result.authorization).replace(/,serial_no="[^"]*"/, '') } }
      : undefined,
  'sends mchid in another type': (_, { result }) =>
    result && 'authorization' in result
      ? { result: { authorization: String(result.authorization).replace('WECHATPAY2-', 'WECHATPAY3-') } }
      : undefined,
  'orders the parameters its own way': (_, { result }) => {
    if (!result || !('authorization' in result)) return undefined
    const [type, list = ''] = String(result.authorization).split(' ')
    return { result: { authorization: `${type} ${list.split(',').reverse().join(',')}` } }
  },
  'drops the last byte of a plaintext': (_, { result }) =>
    result && 'plaintext' in result
      ? { result: { plaintext: Buffer.from(String(result.plaintext), 'base64').subarray(0, -1).toString('base64') } }
      : undefined,
  'keeps no leading zero': (_, { result }) =>
    result && 'serialNumber' in result
      ? { result: { ...result, serialNumber: String(result.serialNumber).replace(/^0+/, '') } }
      : undefined,
  'signs with another key': ({ operation }, { result }) =>
    operation === 'read-pkcs12' && result ? { result: { ...result, signature: 'AAAA' } } : undefined,
  'supports only verification': ({ operation }) => (operation === 'verify' ? undefined : { unsupported: true }),
  'supports nothing': () => ({ unsupported: true }),
  'refuses everything': () => ({ error: 'INPUT_INVALID' }),
  'says two things': (_, { result }) => (result ? { result, error: 'INPUT_INVALID' } : undefined),
  'says nothing': () => ({}),
  'gives a text for a result': () => ({ result: 'valid' }),
  'names a member by control characters': (_, { result }) =>
    result && 'signature' in result ? { result: { ...result, '\u009b2J\u202e': 'x'.repeat(1000) } } : undefined,
  'shows control characters': () => ({ error: '\u001b[2J\u202e' }),
}

/** Breaks the protocol. @type {Record<string, (lines: AsyncIterable<string>) => unknown>} */
const SPEAK = {
  async 'responds backwards'() {
    const lines = (await text(process.stdin)).trim().split('\n')
    for (const line of lines.reverse()) print(await respond(JSON.parse(line)))
  },
  async 'ends its last line with nothing'() {
    const lines = (await text(process.stdin)).trim().split('\n')
    const responses = await Promise.all(lines.map(async (line) => JSON.stringify(await respond(JSON.parse(line)))))
    process.stdout.write(responses.join('\r\n'))
  },
  async 'writes in small pieces'(lines) {
    for await (const line of lines) {
      const response = Buffer.from(`${JSON.stringify({ ...(await respond(JSON.parse(line))), note: undefined })}\n`)
      for (let at = 0; at < response.length; at += 100) process.stdout.write(response.subarray(at, at + 100))
    }
  },
  async 'nests a result'(lines) {
    const deep = 100_000
    for await (const line of lines)
      print(`{"id":"${JSON.parse(line).id}","result":{"a":${'['.repeat(deep)}${']'.repeat(deep)}}}`)
  },
  async 'prints logs'(lines) {
    print('starting…')
    print('42')
    for await (const line of lines) print(await respond(JSON.parse(line)))
  },
  async 'forgets the id'(lines) {
    for await (const line of lines) print({ ...(await respond(JSON.parse(line))), id: undefined })
  },
  async 'makes ids up'(lines) {
    print({ id: 'another', result: {} })
    for await (const line of lines) print(await respond(JSON.parse(line)))
  },
  async 'responds twice'(lines) {
    for await (const line of lines) {
      const response = await respond(JSON.parse(line))
      print(response)
      if (response.id.endsWith('/zero:compare-serial-numbers')) print(response)
    }
  },
  async dies(lines) {
    let left = 3
    for await (const line of lines) {
      if (left-- === 0) process.exit(3)
      print(await respond(JSON.parse(line)))
    }
  },
  'is killed': () => process.kill(process.pid, 'SIGKILL'),
  'reads nothing and ends': () => {},
  'never responds': () => wait(600_000),
  async 'responds and stays'(lines) {
    for await (const line of lines) print(await respond(JSON.parse(line)))
    await wait(600_000)
  },
  async 'logs control characters'(lines) {
    process.stderr.write('\u001b]0;title\u0007\tat\r\n\u009b2J\u202e\n\u001b[?1049h')
    for await (const line of lines) print(await respond(JSON.parse(line)))
  },
  async 'logs without end'(lines) {
    for (let at = 0; at < 200_000; at++) process.stderr.write(`line ${at}: \u001b[2J\n`)
    for await (const line of lines) print(await respond(JSON.parse(line)))
  },
  async 'logs one huge line'(lines) {
    for (let at = 0; at < 1_000; at++) process.stderr.write('x'.repeat(10_000))
    for await (const line of lines) print(await respond(JSON.parse(line)))
  },
  'leaves a process behind and never responds': async () => {
    await leaveProcess()
    await wait(600_000)
  },
  async 'leaves a process behind and stays'(lines) {
    await leaveAndRespond(lines)
    await wait(600_000)
  },
  async 'leaves a process behind and ends'(lines) {
    await leaveAndRespond(lines)
    process.exit()
  },
  async 'writes one huge line'() {
    const piece = 'x'.repeat(65_536)
    for (;;) if (!process.stdout.write(piece)) await wait(1)
  },
}

const [way = '', port] = process.argv.slice(2)

/** Starts a process that is connected to the port of the arguments for as long as it runs, at most a minute. */
async function leaveProcess() {
  const program = `
    require('node:net').connect(${Number(port)}, '127.0.0.1', () => console.log(''))
    setTimeout(process.exit, 60_000)
  `
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
}

/** @param {AsyncIterable<string>} lines */
async function leaveAndRespond(lines) {
  /** @type {Promise<void> | undefined} */
  let left
  for await (const line of lines) {
    // While it waits for lines: a reader that is not asked for them loses them.
    left ??= leaveProcess()
    await left
    print(await respond(JSON.parse(line)))
  }
}

const change = COMPUTE[way]
const speak = SPEAK[way]
if (change) {
  await serveQuestions(async (question) => {
    const response = await respond(question)
    const changed = change(question, response)
    return changed ? { ...changed, id: question.id } : response
  })
} else if (speak) await speak(createInterface({ input: process.stdin }))
else throw new Error(`no such way: ${way}`)
