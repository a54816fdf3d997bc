import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The command as it is built. */
const program = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url))

/** A command that failed: what it says of the error, as JSON. */
export class CommandFailure extends Error {
  /** @param {{ code: string, message: string, reason?: string }} described */
  constructor({ code, message, reason }) {
    super(message)
    this.code = code
    this.reason = reason
  }
}

/**
 * Makes a call with `wechatpay-kit call`; gives the verified JSON.
 *
 * @param {string} path
 * @param {object} json the body, which goes to standard input: other users of this machine could read an argument
 * @param {NodeJS.ProcessEnv} env
 */
export async function call(path, json, env) {
  const child = spawn(process.execPath, [program, 'call', 'POST', path, '--json', '-'], { env })
  child.stdin.on('error', () => {}).end(JSON.stringify(json))
  const ended = new Promise((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([child.stdout, child.stderr].map(read))
  if ((await ended) === 0) return JSON.parse(stdout ?? '')
  throw new CommandFailure(JSON.parse(stderr ?? ''))
}

/** @param {import('node:stream').Readable} stream */
async function read(stream) {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) text += chunk
  return text
}
