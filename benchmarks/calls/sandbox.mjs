import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { generateKeyPair } from '@wechatpay-kit/sandbox'
import { describeOrigin } from '../harness/machine.mjs'
import { formatSpread, formatTable } from '../harness/markdown.mjs'
import { startProcess } from '../harness/process.mjs'
import { judge, spreadOf } from '../harness/statistics.mjs'

const LOADS = [1, 8, 64]
/** Calls per second that so many cores have to allow. */
const [TARGET, CORES] = [500, 2]
const PLANS = {
  full: { rounds: 5, warmup: 5000, window: 3000 },
  quick: { rounds: 1, warmup: 3000, window: 1500 },
}
/** The RSA work of a call on either side, by its number of operations. */
const WORK = {
  client: { sign: 1, encrypt: 3, verify: 1 },
  sandbox: { sign: 1, decrypt: 3, verify: 1 },
}

/** Prints how many calls with three encrypted fields a sandbox on Node.js serves, its client on the same cores. @param {boolean} isQuick */
export async function printSandbox(isQuick) {
  const { rounds, warmup, window } = isQuick ? PLANS.quick : PLANS.full
  const measured = LOADS.map((inFlight) => ({
    inFlight,
    rates: /** @type {number[]} */ ([]),
    client: /** @type {number[]} */ ([]),
    sandbox: /** @type {number[]} */ ([]),
  }))
  /** @type {Awaited<ReturnType<typeof measureFloor>>[]} */
  const floors = []
  for (let round = 0; round < rounds; round++) {
    floors.push(await measureFloor())
    const { measureLoad, stop } = await startBoth(warmup)
    try {
      for (const { inFlight, rates, client, sandbox } of measured) {
        const figures = await measureLoad({ inFlight, warmup: 0, window })
        rates.push(figures.rate)
        client.push(figures.client)
        sandbox.push(figures.sandbox)
      }
    } finally {
      stop()
    }
  }
  const allowed = measured.map(({ client, sandbox }) =>
    spreadOf(client.map((time, round) => (CORES * 1000) / (time + Number(sandbox[round])))),
  )
  const best = [...allowed].sort((one, other) => other.median - one.median)[0] ?? spreadOf([])
  const verdict = judge(best, { atLeast: TARGET })
  if (!verdict.startsWith('reached')) process.exitCode = 1
  const rows = measured.map(({ inFlight, rates, client, sandbox }, index) => [
    String(inFlight),
    ...[sandbox, client].map((times) => formatSpread(spreadOf(times))),
    formatSpread(allowed[index] ?? spreadOf([])),
    formatSpread(spreadOf(rates)),
  ])
  const [sandboxFloor, clientFloor] = /** @type {const} */ (['sandbox', 'client']).map((side) =>
    formatSpread(spreadOf(floors.map((floor) => floor[side]))),
  )
  const header = ['in flight', 'sandbox, ms', 'client, ms', `calls/s that ${CORES} cores allow`, 'calls/s measured']
  console.log(`${describeOrigin('npm run bench -- --sandbox')}
Alter, its three fields encrypted, to \`serve(await createSandbox())\` in a process of its own, from a client over undici in
another: both warmed up for ${warmup} ms, each load measured for ${window} ms, ${rounds === 1 ? 'once' : `${rounds} times`}. The times are CPU time of all threads of
a process per call; what ${CORES} cores allow follows from their sum, what is measured depends on who else uses the cores.

${formatTable(header, [...rows, ['RSA alone', String(sandboxFloor), String(clientFloor), '–', '–']])}

Most calls that ${CORES} cores allow: ${formatSpread(best)} a second; at least ${TARGET}: ${verdict}.`)
}

/** Starts a sandbox and a client, and has the client call until both are compiled. @param {number} warmup milliseconds */
async function startBoth(warmup) {
  const server = startProcess('The sandbox', new URL('../harness/sandbox-server.mjs', import.meta.url))
  const client = startProcess('The client', new URL('../harness/cell.mjs', import.meta.url))
  const stop = () => {
    client.stop()
    server.stop()
  }
  try {
    await client.ask('open', { client: 'kit-undici', account: await server.ask('admit'), requests: [null] })
    await client.ask('measure', { inFlight: 64, warmup: 0, window: warmup })
  } catch (error) {
    stop()
    throw error
  }
  const measureLoad = async (/** @type {import('../harness/load.mjs').Load} */ load) => {
    const before = await server.ask('usage')
    const { figures, made } = await client.ask('measure', load)
    const usage = (await server.ask('usage')) - before
    return { rate: figures.callsPerSecond, client: figures.cpuPerCall, sandbox: usage / 1000 / made[0] }
  }
  return { measureLoad, stop }
}

/** Milliseconds of CPU time that the RSA operations of a call take by themselves. */
async function measureFloor() {
  const { privateKey: privatePem, publicKey: publicPem } = await generateKeyPair()
  const [privateKey, publicKey] = [await importPrivateKey(privatePem), await importPublicKey(publicPem)]
  const [signature, ciphertext] = [await privateKey.sign('message'), await publicKey.encrypt('330102199001011234')]
  /** @type {Readonly<Record<string, () => Promise<unknown>>>} */
  const operations = {
    sign: () => privateKey.sign('message'),
    verify: () => publicKey.verify('message', signature),
    encrypt: () => publicKey.encrypt('330102199001011234'),
    decrypt: () => privateKey.decrypt(ciphertext),
  }
  const measureSide = async (/** @type {Readonly<Record<string, number>>} */ work) => {
    let milliseconds = 0
    for (const [name, times] of Object.entries(work)) milliseconds += times * (await measureOperation(operations[name]))
    return milliseconds
  }
  return { client: await measureSide(WORK.client), sandbox: await measureSide(WORK.sandbox) }
}

/** @param {(() => Promise<unknown>) | undefined} operation */
async function measureOperation(operation) {
  const COUNT = 400
  const start = process.cpuUsage()
  for (let done = 0; done < COUNT; done += 8) await Promise.all(Array.from({ length: 8 }, () => operation?.()))
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000 / COUNT
}
