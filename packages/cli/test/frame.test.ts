import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { root, run } from '../../../test/run.ts'
import { interrupt, program, runCommand, runIntoClosedPipe, vector } from './command.ts'

const listCommands = async (): Promise<string[]> => {
  const { stdout } = await runCommand(['--help'])
  const [, list = ''] = /\nCommands\n(.*?)\n\n/s.exec(stdout) ?? []
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name)
}

describe('help', () => {
  it('lists every command, and shows each with an example, in both languages', async () => {
    const commands = await listCommands()
    expect(commands).toContain('sign')
    for (const name of commands) {
      const english = await runCommand([name, '--help'])
      const chinese = await runCommand(['help', name], { env: { LANG: 'zh_CN.UTF-8' } })
      expect([english.code, chinese.code, english.stderr, chinese.stderr]).toEqual([0, 0, '', ''])
      for (const { stdout } of [english, chinese]) {
        expect(stdout).toContain(`wechatpay-kit ${name}`)
        expect(stdout).toContain('--help')
      }
      expect(english.stdout).toMatch(/\nExamples\n {2}# .+\n {2}.*wechatpay-kit/)
      expect(english.stdout).not.toMatch(/\nExamples\n[^\n]*[一-鿿]/)
      expect(chinese.stdout).toMatch(/\n示例\n {2}# .*[一-鿿].*\n {2}.*wechatpay-kit/)
    }
  })

  it.each([
    [{ LC_ALL: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' }, 'Usage'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_TW.UTF-8', LANG: 'en_US.UTF-8' }, '用法'],
    [{ LANG: 'zh_Hans' }, '用法'],
    [{ LANG: 'C' }, 'Usage'],
    [{}, 'Usage'],
  ])('is in the language of %j', async (env, word) => {
    expect((await runCommand(['sign', '-h'], { env: env as Record<string, string> })).stdout).toContain(word)
  })

  it('comes without a command, and loads nothing that a command needs', async () => {
    expect((await runCommand([])).stdout).toBe((await runCommand(['--help'])).stdout)
    const { metafile } = await build({
      entryPoints: [program],
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      outdir: 'unused',
      metafile: true,
      write: false,
    })
    const { outputs } = metafile
    const loaded = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint?.endsWith('dist/main.js')))
    for (const path of loaded) {
      for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
        if (kind === 'import-statement' && imported in outputs) loaded.add(imported)
      }
    }
    const inputs = [...loaded].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
    const packages = new Set(inputs.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? 'own'))
    expect([...packages].filter((name) => !/^(own|commander|picocolors|fast-string-.*)$/.test(name))).toEqual([])
    expect(inputs.filter((path) => /packages\/(?!cli)/.test(path))).toEqual([])
  })

  it('is what the table of the README says', async () => {
    const rows = (text: string, from: RegExp) => [...text.matchAll(from)].map(([, usage, summary]) => [usage, summary])
    for (const [file, LANG] of [
      ['README.md', 'C'],
      ['README.zh-CN.md', 'zh_CN.UTF-8'],
    ] as const) {
      const { stdout } = await runCommand(['--help'], { env: { LANG } })
      const table = rows(
        readFileSync(`${root}packages/cli/${file}`, 'utf8'),
        /^\| `([a-z]+(?: [^`]*)?)` +\| (.*?) +\|$/gm,
      )
      const help = rows(stdout, /^ {2}([a-z]+(?: \S+)*) {2,}(\S.*)$/gm)
      expect(help.length).toBeGreaterThan(4)
      expect(table).toEqual(help)
    }
  })
})

describe('the version', () => {
  it('is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(`${root}packages/cli/package.json`, 'utf8')) as { version: string }
    expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    expect(JSON.parse((await runCommand(['-V', '--json'])).stdout)).toEqual({ version })
  })

  it('comes from a file that can be executed', () => {
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(statSync(program).isFile()).toBe(true)
  })
})

describe('wrong usage', () => {
  it.each([
    [['sing'], /unknown command 'sing'[\s\S]*sign/],
    [['sign', '--metod', 'GET'], /unknown option '--metod'[\s\S]*--method/],
    [['completion'], /missing required argument 'SHELL'/],
    [['completion', 'tcsh'], /: SHELL is tcsh\. Allowed choices are bash, zsh, fish\.$/m],
    [['trigger', 'X', '--fault', 'drop'], /: --fault is drop\. Allowed choices are unsigned, /],
    [['completion', 'bash', 'zsh'], /too many arguments/],
    [['sign', '--method'], /argument missing/],
    [['sign', '--method', 'GET'], /--target/],
    [['sign'], /WECHATPAY_PRIVATE_KEY is not set.*--private-key-file/],
  ])('%j has exit code 2 and says what is wanted', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).toContain('--help')
  })

  it('names the file of the variables where nothing is set, and not where something is', async () => {
    const nothing = await runCommand(['receive'])
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('name it: --env-file .env.')])
    const something = await runCommand(['receive', '--mchid', '1900000001'])
    expect([something.code, something.stderr]).toEqual([2, expect.stringContaining('WECHATPAY_PUBLIC_KEY is missing')])
    expect(something.stderr).not.toContain('--env-file')
  })

  it('is JSON for machines', async () => {
    const { code, stdout, stderr } = await runCommand(['sing', '--json'])
    expect([code, stdout]).toEqual([2, ''])
    expect(JSON.parse(stderr)).toMatchObject({ code: 'USAGE', message: expect.stringContaining('sing') })
  })

  it('is a key in place of its file', async () => {
    const { code, stderr } = await runCommand(['sign', '--private-key', 'secret-of-somebody'])
    expect(code).toBe(2)
    expect(stderr).not.toContain('secret-of-somebody')
    expect(stderr).toContain('--private-key-file')
  })
})

describe('the output', () => {
  it.each([['completion', 'bash'], ['sign', '--help'], ['--help']])(
    'ends silently in a closed pipe: %s %s',
    async (...args) => {
      expect(await runIntoClosedPipe(args.filter(Boolean))).toEqual({ code: 0, stderr: '' })
    },
  )

  it('that cannot be written is a failure', async () => {
    const { code, stderr } = await run('bash', ['-c', '"$0" "$@" > /dev/full', process.execPath, program, '--help'])
    expect(code).toBe(1)
    expect(stderr).toContain('OUTPUT_FAILED')
    expect(stderr).not.toContain('    at ')
  })

  it('has colours where somebody wants them, and none in a pipe', async () => {
    const coloursOf = async (env: Record<string, string>) => {
      const { stdout } = await runCommand(['sign', '--help'], { env })
      return stdout.includes('\u001b[')
    }
    expect(await coloursOf({ NO_COLOR: '' })).toBe(false)
    expect(await coloursOf({ NO_COLOR: '', FORCE_COLOR: '1' })).toBe(true)
    expect(await coloursOf({ NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false)
    expect(await coloursOf({ NO_COLOR: '', FORCE_COLOR: '0' })).toBe(false)
  })
})

describe('a signal', () => {
  const waiting = ['sign', '--private-key-file', vector('keys/merchant.private.pem')]

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends a command that waits', async (signal, code) => {
    expect(await interrupt(waiting, signal)).toBe(code)
  })
})

describe('completion', () => {
  it('of bash gives commands, options, and the words of an argument', async () => {
    const complete = async (...words: string[]) => {
      const { stdout: script } = await runCommand(['completion', 'bash'])
      const set = `COMP_WORDS=(wechatpay-kit ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}`
      const program = `${script}\n${set}; _wechatpay_kit 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`
      const { stdout, stderr } = await run('bash', ['--norc', '-c', program])
      expect(stderr).toBe('')
      return stdout.trim().split('\n')
    }
    expect(await complete('')).toEqual(expect.arrayContaining(await listCommands()))
    expect(await complete('ver')).toEqual(['verify'])
    expect(await complete('sign', '--me')).toEqual(['--method'])
    expect(await complete('completion', '')).toEqual(['bash', 'zsh', 'fish'])
    expect(await complete('sign', '--private-key-file', 'packages/cli/pack')).toEqual(['packages/cli/package.json'])
    expect(await complete('sign', '--mchid', '')).toEqual([''])
  })

  // Where these shells are installed; otherwise they are looked at as texts alone.
  const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0

  it.skipIf(!isInstalled('fish'))('of fish gives commands and options', async () => {
    const { stdout: script } = await runCommand(['completion', 'fish'])
    const complete = async (line: string) => {
      const { stdout } = await run('fish', ['--no-config', '-c', `${script}\ncomplete -C "${line}"`])
      return stdout
        .trim()
        .split('\n')
        .map((row) => row.split('\t')[0])
    }
    expect(await complete('wechatpay-kit ver')).toEqual(['verify'])
    expect(await complete('wechatpay-kit sign --meth')).toEqual(['--method'])
    expect(await complete('wechatpay-kit keys x --to ')).toEqual(['pkcs8', 'public'])
  })

  it.skipIf(!isInstalled('zsh'))('of zsh is a script that zsh can read', async () => {
    const { stdout: input } = await runCommand(['completion', 'zsh'])
    expect(await run('zsh', ['-f', '-n'], { input })).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it.each(['zsh', 'fish'])('of %s names every command and its options', async (shell) => {
    const { code, stdout } = await runCommand(['completion', shell])
    expect(code).toBe(0)
    for (const name of await listCommands()) expect(stdout).toContain(name)
    expect(stdout).toContain('private-key-file')
  })
})
