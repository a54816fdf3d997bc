import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { EdgeVM } from '@edge-runtime/vm'
import { type BuildOptions, buildSync } from 'esbuild'
import { baseEnvironment, bin } from '../run.ts'
import type { Environment } from './setup.ts'

/** An example's server, wherever it runs. */
export interface Shop {
  send(path: string, init: RequestInit): Promise<Response>
  /** All that it printed, uncaught errors included. */
  output(): string
  stop(): void
}

/** A program that goes on running. */
export interface Program {
  /** What it printed when it was ready. */
  readonly match: RegExpMatchArray
  /** All that it printed: first its standard output, then its errors. */
  output(): string
  stop(): void
}

/** Starts a program and waits until its output matches. */
export function startProgram(
  command: string,
  args: readonly string[],
  cwd: string,
  ready: RegExp,
  env: Environment = {},
): Promise<Program> {
  // A group of its own, because some commands start others, which would outlive them.
  const child = spawn(command, args, { cwd, env: { ...baseEnvironment, ...env }, detached: true })
  const printed = { stdout: '', stderr: '' }
  const output = () => printed.stdout + printed.stderr
  const stop = () => void process.kill(-Number(child.pid))
  return new Promise((resolve, reject) => {
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk) => {
        printed[name] += chunk
        const match = output().match(ready)
        if (match) resolve({ match, output, stop })
      })
    }
    child.on('error', reject)
    child.on('close', () => reject(new Error(`${command} ended:\n${output()}`)))
  })
}

function bundle(entry: string, outfile: string, options: BuildOptions): string {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
    ...options,
  })
  return outfile
}

/** Serves a Worker in workerd, without any flag; it reaches loopback. */
export async function startInWorkerd(folder: string, entry: string, date: string, env: Environment): Promise<Shop> {
  bundle(join(folder, entry), join(folder, 'worker.js'), { platform: 'browser', conditions: ['workerd', 'worker'] })
  const bindings = Object.entries(env).map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`)
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "internet", network = (allow = ["local"])),
    (name = "shop", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      bindings = [${bindings.join(', ')}],
      compatibilityDate = "${date}")),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "shop")],
);\n`,
  )
  const args = ['serve', 'config.capnp', '--control-fd=1']
  const { match, output, stop } = await startProgram(bin('workerd'), args, folder, /"port":(\d+)/)
  return { send: (path, init) => fetch(`http://127.0.0.1:${match[1]}${path}`, init), output, stop }
}

/** Hands requests to the default export, in a context that has the globals of Vercel's edge and no others. */
export async function startOnEdge(folder: string, entry: string, env: Environment): Promise<Shop> {
  const { outputFiles } = buildSync({
    ...{ entryPoints: [join(folder, entry)], bundle: true, format: 'iife', globalName: 'edge', platform: 'browser' },
    ...{ target: 'es2022', write: false, logLevel: 'error' },
  })
  const vm = new EdgeVM()
  // Vercel gives the environment under this name; the context as such has none.
  vm.context['process'] = { env }
  vm.evaluate(outputFiles?.[0]?.text ?? '')
  return inProcess(vm.evaluate('(url, init) => edge.default(new Request(url, init))'))
}

/** Imports a module anew, bundled; the packages in it are those that are built, not this test run's sources. */
export async function importBundle(folder: string, entry: string): Promise<Record<string, unknown>> {
  const outfile = join(folder, `bundle-${crypto.randomUUID()}.mjs`)
  return import(pathToFileURL(bundle(join(folder, entry), outfile, { platform: 'node' })).href)
}

/** A shop in this process: what a handler throws is what its platform would print and answer with 500. */
export function inProcess(handle: (url: string, init: RequestInit) => Response | Promise<Response>): Shop {
  let printed = ''
  const send = async (path: string, init: RequestInit) => {
    try {
      return await handle(`https://shop.example${path}`, init)
    } catch (error) {
      printed += `${error}\n`
      return new Response(null, { status: 500 })
    }
  }
  return { send, output: () => printed, stop: () => {} }
}
