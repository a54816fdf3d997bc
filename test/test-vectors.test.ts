import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root, run } from './run.ts'

// The runner of test-vectors with real commands: our two backends, Python with openssl, and adapters that are wrong.

const runner = (...args: string[]) => run('node', ['test-vectors/main.mjs', ...args])
const wrong = (way: string, ...options: string[]) =>
  runner(...options, '--', 'node', 'test/programs/vectors-wrong.mjs', way)

/** The counts of the last line: passed, different, unsupported, without a response. */
const countsOf = (stdout: string) => {
  const [, ...counts] =
    /\nvectors: (\d+) passed, (\d+) different, (\d+) unsupported, (\d+) without a response\n$/.exec(stdout) ?? []
  return counts.map(Number)
}

describe('our backends', () => {
  it.each(['webcrypto', 'forge'])('%s passes every vector of each kind, reasons included', async (name) => {
    const { code, stdout, stderr } = await runner('--reasons', '--', 'node', `test/programs/vectors-${name}.mjs`)
    expect(stderr).toBe('')
    expect(stdout).not.toContain('✗')
    const [passed, ...others] = countsOf(stdout)
    expect([code, ...others]).toEqual([0, 0, 0, 0])
    expect(passed).toBeGreaterThan(300)
    const rows = [...stdout.matchAll(/^([a-z-]+) +([a-z\d-]+) +(\d+) +0 +0 +0$/gm)]
    expect(new Set(rows.map(([, kind]) => kind)).size).toBe(10)
    expect(new Set(rows.map(([, , operation]) => operation)).size).toBe(14)
    expect(rows.reduce((sum, [, , , count]) => sum + Number(count), 0)).toBe(passed)
  })
})

describe('an adapter that', () => {
  it.each<[way: string, only: string, id: string, wanted: string, found: string]>([
    [
      'verifies anything',
      'signatures/',
      'signatures/empty-merchant-key-one-bit-flipped:verify',
      'a refusal: {"error":"SIGNATURE_MISMATCH"}',
      'the result {"valid":true}',
    ],
    [
      'verifies nothing',
      'signatures/',
      'signatures/empty-merchant-key:verify',
      'the result {"valid":true}',
      'a refusal: "SIGNATURE_MISMATCH"',
    ],
    [
      'gives a verdict for a refusal',
      'signatures/',
      'signatures/request-no-signature:verify',
      'a refusal: {"error":"SIGNATURE_MISMATCH"}',
      'the result {"valid":false}',
    ],
    [
      'looks at no clock',
      'signed-messages/',
      'signed-messages/301-seconds-old:verify-message',
      'a refusal: {"error":"SIGNATURE_STALE"}',
      'the result {"valid":true}',
    ],
    [
      'writes URL-safe base64',
      'signatures/',
      'signatures/request-merchant-key:sign',
      'the result {"signature":"',
      'the result {"signature":"',
    ],
    [
      'encrypts by SHA-256',
      'ciphertexts/',
      'ciphertexts/identity-number-3072-bit-key:encrypt',
      'the result {"ciphertext":…}, RSAES-OAEP with SHA-1, MGF1-SHA-1 and an empty label, of the plaintext MzMwMTAyMTk5MDAxMDExMjM0',
      'a ciphertext that cannot be decrypted so: {"ciphertext":"',
    ],
    [
      'encrypts by PKCS#1 v1.5',
      'ciphertexts/',
      'ciphertexts/empty:encrypt',
      'of the plaintext of no bytes',
      'a ciphertext that cannot be decrypted so',
    ],
    [
      'encrypts another text',
      'ciphertexts/',
      'ciphertexts/one-byte:encrypt',
      'of the plaintext YQ==',
      'a ciphertext of AAAA: {"ciphertext":"',
    ],
    [
      'encrypts the same each time',
      'ciphertexts/214-bytes',
      'ciphertexts/214-bytes:encrypt-again',
      'the result {"ciphertext":…}',
      'the same ciphertext twice, though each encryption takes fresh random bytes',
    ],
    [
      'forgets the serial number',
      'authorization',
      'authorization-headers/post:sign-request',
      'serial_no=',
      'another serial_no, or none: {"authorization":',
    ],
    [
      'sends mchid in another type',
      'authorization',
      'authorization-headers/post:sign-request',
      'the parameters in any order',
      'the type "WECHATPAY3-SHA256-RSA2048"',
    ],
    [
      'drops the last byte of a plaintext',
      'resources/',
      'resources/transaction:decrypt-resource',
      'the result {"plaintext":"eyJ',
      'the result {"plaintext":"eyJ',
    ],
    [
      'keeps no leading zero',
      'certificates/',
      'certificates/certificate-leading-zero:read-certificate',
      '"serialNumber":"044F',
      'the result {"serialNumber":"44F',
    ],
    [
      'signs with another key',
      'certificates/pkcs-12-merchant',
      'certificates/pkcs-12-merchant:read-pkcs12',
      'made with the key of the file',
      'a signature of another key, message or algorithm',
    ],
    [
      'refuses everything',
      'serial',
      'serial-numbers/zero:compare-serial-numbers',
      'the result {"same":true}',
      'a refusal: "INPUT_INVALID"',
    ],
    [
      'says two things',
      'serial',
      'serial-numbers/zero:compare-serial-numbers',
      'the result {"same":true}',
      'result and error of result, error, unsupported',
    ],
    [
      'says nothing',
      'serial',
      'serial-numbers/zero:compare-serial-numbers',
      'the result {"same":true}',
      'none of result, error, unsupported',
    ],
    [
      'gives a text for a result',
      'serial',
      'serial-numbers/zero:compare-serial-numbers',
      'the result {"same":true}',
      'a result that is no object: "valid"',
    ],
    [
      'names a member by control characters',
      'certificates/pkcs-12-merchant',
      'certificates/pkcs-12-merchant:read-pkcs12',
      'made with the key of the file',
      '{"',
    ],
    [
      'nests a result',
      'serial',
      'serial-numbers/zero:compare-serial-numbers',
      'the result {"same":true}',
      'the result a value that is nested too deep to be shown',
    ],
    [
      'shows control characters',
      'serial',
      'serial-numbers/zero:compare-serial-numbers',
      'the result {"same":true}',
      String.raw`a refusal: "\u001b[2J\u{202e}"`,
    ],
  ])('%s is told so: %s', async (way, only, id, wanted, found) => {
    const { code, stdout } = await wrong(way, `--only=${only}`)
    expect(code).toBe(1)
    const [, difference = ''] = stdout.split(`✗ ${id}\n`)
    const [about = '', input = '', wantedLine = '', foundLine = ''] = difference.split('\n')
    expect(about).toMatch(/^ {2}about {3}\S/)
    expect(input).toMatch(/^ {2}input {3}\{"/)
    expect(wantedLine).toContain(`  wanted  `)
    expect(wantedLine).toContain(wanted)
    expect(foundLine.startsWith(`  found   ${found}`), foundLine).toBe(true)
    expect(foundLine.length).toBeLessThan(1000)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(countsOf(stdout)[1]).toBe(stdout.match(/^✗ /gm)?.length)
  })

  it('names reasons of its own passes, but where reasons are compared', async () => {
    const way = 'names one reason for all'
    expect(await wrong(way)).toMatchObject({ code: 0 })
    const { code, stdout } = await wrong(way, '--reasons', '--only=signed-messages/')
    expect(code).toBe(1)
    expect(stdout).toContain('wanted  a refusal: {"error":"SIGNATURE_PROBE"}\n  found   a refusal: "refused"\n')
  })

  it('orders the parameters of a header in another way passes', async () => {
    expect(await wrong('orders the parameters its own way', '--only=authorization')).toMatchObject({ code: 0 })
  })

  it('supports a part is counted, and fails only if that is nothing', async () => {
    const part = await wrong('supports only verification')
    expect(part.code).toBe(0)
    const [passed = 0, different, unsupported = 0] = countsOf(part.stdout)
    expect([different, passed > 60, unsupported > 200]).toEqual([0, true, true])
    const none = await wrong('supports nothing')
    expect(none.code).toBe(1)
    expect(none.stdout).toContain('! Nothing passed, so nothing was tested.\n')
  })

  it.each(['responds backwards', 'ends its last line with nothing', 'writes in small pieces', 'responds and stays'])(
    '%s passes',
    async (way) => {
      const { code, stdout } = await wrong(way, '--only=s')
      expect([code, countsOf(stdout).slice(1)]).toEqual([0, [0, 0, 0]])
    },
  )

  it('logs control characters: they are shown, not obeyed', async () => {
    const { code, stdout, stderr } = await wrong('logs control characters', '--only=serial')
    expect([code, countsOf(stdout)]).toEqual([0, [13, 0, 0, 0]])
    expect(stderr).toBe(String.raw`\u{1b}]0;title\u{7}    at
\u{9b}2J\u{202e}
\u{1b}[?1049h
`)
  })

  it.each([
    ['logs without end', 5_000, String.raw`line 1: \u{1b}[2J`],
    ['logs one huge line', 1, `${'x'.repeat(2_000)}…`],
  ])('%s is not held up, and shown in part', async (way, atMost, shown) => {
    const { code, stdout, stderr } = await wrong(way, '--only=serial')
    expect([code, countsOf(stdout)]).toEqual([0, [13, 0, 0, 0]])
    const lines = stderr.trim().split('\n')
    expect(lines.length).toBeLessThanOrEqual(atMost)
    expect(lines).toContain(shown)
    expect(stderr.length).toBeLessThan(90_000)
    if (lines.length > 1) expect(lines.at(-1)).toBe('… The command has more to say on standard error than is shown.')
  })

  const ZERO = '{"id":"serial-numbers/zero:compare-serial-numbers","result":{"same":true}}'
  it.each<[way: string, message: string, missing: number]>([
    [
      'prints logs',
      '! A line is no JSON object. Standard output is for responses alone; write logs to standard error. Found (and 1 more): starting…\n',
      0,
    ],
    [
      'forgets the id',
      '! A line has no id that is a text. Copy the id of the question. Found (and 12 more): {"result":{"same":true}}\n',
      13,
    ],
    [
      'makes ids up',
      '! A line has an id that was not asked for. Copy the id of the question. Found: {"id":"another","result":{}}\n',
      0,
    ],
    [
      'responds twice',
      `! A line is the second response to a question; the first counts. Respond to each once. Found: ${ZERO}\n`,
      0,
    ],
    [
      'dies',
      '! The command ended with exit code 3. Without a response: 10, the first of them serial-numbers/two-leading-zeros:compare-serial-numbers. Its standard error may tell why.\n',
      10,
    ],
    ['is killed', '! The command ended by SIGKILL. Without a response: 13, ', 13],
    ['reads nothing and ends', '! The command ended with exit code 0. Without a response: 13, ', 13],
    [
      'never responds',
      '! No response for 2 seconds; the command was stopped. Without a response: 13, the first of them serial-numbers/the-same-digits:compare-serial-numbers. Flush standard output after each line, or allow more with --timeout.\n',
      13,
    ],
    [
      'writes one huge line',
      '! A line has more than 1048576 characters. Write a line feed after each response; the command was stopped.\n',
      13,
    ],
  ])('%s is told so in one message', async (way, message, missing) => {
    const { code, stdout, stderr } = await wrong(way, '--timeout=2', '--only=serial')
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toContain(message)
    const others = missing === 13 ? ['! Nothing passed, so nothing was tested.'] : []
    expect(stdout.match(/^! .*/gm)?.length).toBe(1 + others.length + (way === 'forgets the id' ? 1 : 0))
    expect(countsOf(stdout)).toEqual([13 - missing, 0, 0, missing])
  })
})

// A process that is left behind tells by its connection that it runs.
describe('no process outlives the runner when a command', () => {
  const listen = async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const connected = once(server, 'connection').then(([socket]) => socket as Socket)
    return { server, connected, args: (way: string) => ['test/programs/vectors-wrong.mjs', way, String(port)] }
  }

  it.each<[way: string, code: number, signal?: NodeJS.Signals]>([
    ['leaves a process behind and never responds', 1],
    ['leaves a process behind and stays', 0],
    ['leaves a process behind and ends', 0],
    ['leaves a process behind and never responds', 130, 'SIGINT'],
    ['leaves a process behind and never responds', 143, 'SIGTERM'],
  ])('%s: exit code %i', async (way, code, signal) => {
    const { server, connected, args } = await listen()
    const options = ['--only=serial', ...(signal ? [] : ['--timeout=2'])]
    const command = ['test-vectors/main.mjs', ...options, '--', 'node', ...args(way)]
    const child = spawn('node', command, { cwd: root, stdio: 'ignore' })
    const ended = once(child, 'close')
    const socket = await connected
    const closed = once(socket.on('error', () => {}).resume(), 'close')
    if (signal) child.kill(signal)
    expect(await ended).toEqual([code, null])
    await closed
    server.close()
  })
})

describe('the runner', () => {
  it('says that a command cannot be started', async () => {
    const { code, stdout } = await runner('--', 'no-such-command')
    expect(code).toBe(1)
    expect(stdout).toContain(
      '! no-such-command cannot be started (ENOENT). Give the command after --, as in: -- python3 adapter.py\n',
    )
  })

  it.each([
    [[], 'No command was given.'],
    [['--'], 'No command was given.'],
    [['--only=nothing', '--', 'node'], 'No id begins with nothing. --lines prints all of them.'],
    [['--timeout=0', '--', 'node'], 'There is no option --timeout=0, or not with this value; --help lists them.'],
    [['--timeout', '5', '--', 'node'], 'There is no option --timeout'],
    [['--strict', '--', 'node'], 'There is no option --strict'],
  ])('refuses %j in a sentence', async (args, message) => {
    const { code, stdout, stderr } = await runner(...args)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(message)])
  })

  it('takes a command without two hyphens before it, and gives the command its own options', async () => {
    const args = ['--only=serial', 'node', '--no-warnings', 'test/programs/vectors-webcrypto.mjs', '--help']
    const { code, stdout } = await runner(...args)
    expect([code, countsOf(stdout)]).toEqual([0, [13, 0, 0, 0]])
  })

  it('explains itself', async () => {
    const { code, stdout } = await runner('--help')
    expect([code, stdout]).toEqual([0, expect.stringContaining('--only=<text>')])
  })

  it('ends silently in a closed pipe', async () => {
    const child = spawn('node', ['test-vectors/main.mjs', '--lines'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    await once(child, 'close')
    expect(stderr).toBe('')
  })
})

it('has the example of PROTOCOL.md', async () => {
  const page = readFileSync(`${root}test-vectors/PROTOCOL.md`, 'utf8')
  const [question, response] = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json = '']) => JSON.parse(json))
  const only = '--only=canonical-messages/response-without-a-body'
  expect(JSON.parse((await runner('--lines', only)).stdout)).toEqual(question)
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-'))
  const file = join(folder, 'responses.jsonl')
  writeFileSync(file, JSON.stringify(response))
  const { code, stdout } = await runner(only, '--', 'cat', file)
  rmSync(folder, { recursive: true })
  const [, last = ''] = /and the run ends with `([^`]+)`/.exec(page) ?? []
  expect([code, stdout.trim().split('\n').at(-1)]).toEqual([0, last])
})

it('has every operation, kind, reason and option on its pages', async () => {
  const [protocol, ...readmes] = ['PROTOCOL.md', 'README.md', 'README.zh-CN.md'].map((page) =>
    readFileSync(`${root}test-vectors/${page}`, 'utf8'),
  )
  const firstCells = (page = '') => [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name)
  const lines = (await runner('--lines')).stdout.trim().split('\n')
  const questions = lines.map((line) => JSON.parse(line) as { id: string; operation: string })
  const kinds = [...new Set(questions.map(({ id }) => id.replace(/\/.*/, '')))]
  const { $defs } = JSON.parse(readFileSync(`${root}test-vectors/schemas/common.schema.json`, 'utf8'))
  const words = [...new Set(questions.map(({ operation }) => operation)), ...kinds, ...$defs.reason.enum]
  const own = ['id', 'operation', 'input', 'result', 'error', 'unsupported']
  expect(firstCells(protocol).sort()).toEqual([...words, ...own].sort())
  const options = [...(await runner('--help')).stdout.matchAll(/^ {2}(--[a-z]+\S*)/gm)].map(([, name]) => name)
  for (const page of readmes) {
    expect(firstCells(page)).toEqual(expect.arrayContaining(kinds))
    expect([...firstCells(page).filter((name) => name.startsWith('--')), '--help']).toEqual(options)
  }
})

const absent = [
  ...(spawnSync('python3', ['--version']).error ? ['python3'] : []),
  ...(/^OpenSSL [3-9]/.test(String(spawnSync('openssl', ['version']).stdout)) ? [] : ['openssl 3']),
]

it.skipIf(absent.length > 0)(
  `Python with openssl alone passes all but AES-GCM${absent.length > 0 ? ` (absent: ${absent.join(', ')})` : ''}`,
  async () => {
    const { code, stdout, stderr } = await runner('--reasons', '--', 'python3', 'test-vectors/adapters/openssl.py')
    expect([code, stderr]).toEqual([0, ''])
    const [passed, ...others] = countsOf(stdout)
    const resources = [...stdout.matchAll(/^resources +(?:de|en)crypt-resource +0 +0 +(\d+) +0$/gm)]
    const unsupported = resources.reduce((sum, [, count]) => sum + Number(count), 0)
    expect(others).toEqual([0, unsupported, 0])
    expect(passed).toBeGreaterThan(280)
    // The pages show the last line.
    for (const page of ['README.md', 'README.zh-CN.md'])
      expect(readFileSync(`${root}test-vectors/${page}`, 'utf8')).toContain(stdout.trim().split('\n').at(-1))
  },
  // A process of openssl for most questions.
  120_000,
)
