// Runs npm scripts two at a time, so that one waits on the disk or on a single core while the other works. Each prints when
// it is done, in one piece; all of them run, and one that fails fails the whole.
// Usage: node tools/test.mjs <script> …
import { spawn } from 'node:child_process'

const AT_A_TIME = 2
const queue = process.argv.slice(2).values()

async function work() {
  for (const script of queue) {
    const start = performance.now()
    const { code, output } = await run(script)
    const seconds = Math.round((performance.now() - start) / 1000)
    console.log(`\n--- npm run ${script}: ${code === 0 ? 'passed' : 'FAILED'} after ${seconds} s ---`)
    process.stdout.write(output)
    if (code !== 0) process.exitCode = 1
  }
}

/** @param {string} script @returns {Promise<{ code: number, output: string }>} */
function run(script) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '-s', script], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

await Promise.all(Array.from({ length: AT_A_TIME }, work))
