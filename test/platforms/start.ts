import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Program, startUntilReady } from '../../runtime-tests/harness/process.mjs'
import { bundle, openEdge, serveInWorkerd } from '../../runtime-tests/harness/runtimes.mjs'
import { baseEnvironment } from '../run.ts'
import type { Environment } from './setup.ts'

/** An example's server, wherever it runs. */
export interface Shop {
  send(path: string, init: RequestInit): Promise<Response>
  /** All that it printed, uncaught errors included. */
  output(): string
  stop(): void
}

/** Starts a program with no settings of the user's, and waits until its output matches. */
export function startProgram(
  command: string,
  args: readonly string[],
  cwd: string,
  ready: RegExp,
  env: Environment = {},
): Promise<Program> {
  return startUntilReady(command, args, { cwd, ready, env: { ...baseEnvironment, ...env } })
}

/** Serves a Worker in workerd, without any flag; it reaches loopback. */
export async function startInWorkerd(folder: string, entry: string, date: string, env: Environment): Promise<Shop> {
  const source = bundle(join(folder, entry), { conditions: ['workerd', 'worker'] })
  const { origin, output, stop } = await serveInWorkerd(folder, { source, date, bindings: env })
  return { send: (path, init) => fetch(origin + path, init), output, stop }
}

/** Hands requests to the default export, in a context that has the globals of Vercel's edge and no others. */
export async function startOnEdge(folder: string, entry: string, env: Environment): Promise<Shop> {
  const source = bundle(join(folder, entry), { format: 'iife', globalName: 'edge' })
  // Vercel gives the environment under this name; the context as such has none.
  const edge = openEdge(source, { process: { env } })
  return inProcess(edge.evaluate('(url, init) => edge.default(new Request(url, init))'))
}

/** Imports a module anew, bundled; the packages in it are those that are built, not this test run's sources. */
export async function importBundle(folder: string, entry: string): Promise<Record<string, unknown>> {
  const file = join(folder, `bundle-${crypto.randomUUID()}.mjs`)
  writeFileSync(file, bundle(join(folder, entry), { platform: 'node' }))
  return import(pathToFileURL(file).href)
}

/** A shop in this process: what a handler throws is what its platform would print and respond to with 500. */
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
