// The site's commands: node docs/site/main.mjs build | dev | check | test. Each installs what it needs first, if that is not there.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** @param {string} command @param {readonly string[]} args @param {string} [cwd] */
function run(command, args, cwd = folder) {
  const { status } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) process.exit(status ?? 1)
}

// Without a limit the build takes whatever memory there is, and is no faster.
const astro = ['--max-old-space-size=1024', 'node_modules/astro/astro.js']
/** @type {Readonly<Record<string, readonly (readonly string[])[]>>} */
const COMMANDS = {
  build: [[...astro, 'build']],
  dev: [[...astro, 'dev']],
  check: [['check/main.mjs']],
  test: [['test/main.mjs']],
}

const [name = 'build', ...rest] = process.argv.slice(2)
const commands = COMMANDS[name]
if (!commands) throw new Error(`There is no command ${name}; there are ${Object.keys(COMMANDS).join(', ')}.`)
run('npx', ['--prefer-offline', '-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--silent'])
if (name === 'test' && !existsSync(`${folder}dist/index.html`)) run(process.execPath, [...astro, 'build', '--silent'])
for (const command of commands) run(process.execPath, [...command, ...rest])
// The tools of the workbench are tested beside them, by the workspace's own runner.
const suite = 'docs/site/src/workbench/test/browser.config.ts'
if (name === 'test' && rest.length === 0) run('npx', ['vitest', 'run', '--config', suite], `${folder}../..`)
