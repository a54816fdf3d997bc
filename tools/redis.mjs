// A Redis or Valkey server of one's own, at a free port, that keeps nothing on the disk.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']

const command = ['redis-server', 'valkey-server']
  .flatMap((name) => folders.map((folder) => join(folder, name)))
  .find((path) => existsSync(path))

/** Why there is no server, if so. */
export const redisMissing = command ? undefined : 'install redis-server (Debian: apt-get install redis-server)'

/** Starts a server. Who starts it stops it. @returns {Promise<{ url: string, stop: () => void }>} */
export async function startRedis() {
  if (!command) throw new Error(`There is no Redis: ${redisMissing}.`)
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort()
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    // Whatever ends this process ends the server.
    const stop = () => void child.kill('SIGKILL')
    process.once('exit', stop)
    let output = ''
    const isReady = await new Promise((resolve) => {
      child.stdout.on('data', (chunk) => {
        output += chunk
        if (/Ready to accept connections/.test(output)) resolve(true)
      })
      child.on('error', () => resolve(false))
      child.on('close', () => resolve(false))
    })
    if (isReady) return { url: `redis://127.0.0.1:${port}`, stop }
    // Somebody else may have taken the port.
    if (attempt === 3) throw new Error(`${command} did not start:\n${output}`)
  }
}

/** @returns {Promise<number>} */
function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}
