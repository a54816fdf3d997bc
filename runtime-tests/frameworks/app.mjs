// An example as a running shop: built and started by its own scripts, with the .env file that its README makes.
import { once } from 'node:events'
import { appendFileSync, copyFileSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { start } from '../harness/process.mjs'
import { nodeBinary } from '../harness/runtimes.mjs'
import { startProcess } from './running.mjs'

/**
 * @typedef {object} App
 * @property {string} url where it listens
 * @property {string} notifyUrl where it receives notifications
 * @property {import('./running.mjs').Running} program
 */

/** Writes the `.env` file of an example. @param {string} folder @param {string} environment */
export function writeEnvironment(folder, environment) {
  copyFileSync(join(folder, '.env.example'), join(folder, '.env'))
  appendFileSync(join(folder, '.env'), environment)
}

/** Builds an example if there is something to build. @param {string} folder @param {import('./examples.mjs').Example} example @returns {Promise<void>} */
export async function buildApp(folder, example) {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (scripts.build === undefined) return
  const { code, output } = await start('npm', ['run', '-s', 'build'], folder, choosePath(example))
  if (code !== 0) throw new Error(`it does not build:\n${output}`)
}

/** Starts an example that was built, and waits until it listens. @param {string} folder @param {import('./examples.mjs').Example} example @param {string} [event] kind of the events that it makes of requests @returns {Promise<App>} */
export async function startApp(folder, example, event) {
  const port = await findPort()
  const url = `http://127.0.0.1:${port}`
  const notifyUrl = url + example.paths.notifications
  const env = { PORT: String(port), NOTIFY_URL: notifyUrl, ...(event && { EVENT: event }), ...choosePath(example) }
  const program = startProcess('npm', ['run', '-s', 'start'], folder, env)
  try {
    await program.waitFor(() => canConnect(port))
  } catch (error) {
    await program.stop()
    throw error
  }
  return { url, notifyUrl, program }
}

/** The variable that makes `node` the version that the framework needs. @param {import('./examples.mjs').Example} example @returns {Record<string, string>} */
function choosePath({ node }) {
  return node ? { PATH: dirname(nodeBinary(node)) + delimiter + process.env['PATH'] } : {}
}

/** A port that nobody uses. */
async function findPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}

/** @param {number} port @returns {Promise<boolean>} */
function canConnect(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
