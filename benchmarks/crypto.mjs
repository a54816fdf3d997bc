// Speed of the crypto core on this machine and runtime, beside its entry in pure JavaScript.
// Usage: npm run bench:crypto        A line is the median of five rounds of 300 ms, with the slowest and the fastest.
import * as webcrypto from '@wechatpay-kit/crypto'
import * as forge from '@wechatpay-kit/crypto/forge'
import { readPem } from '@wechatpay-kit/test-vectors'
import { Bench } from 'tinybench'

const message =
  'POST\n/v3/gov/subsidy/zhejiang/qualifications/alter\n1700000000\n0123456789ABCDEF0123456789ABCDEF\n{}\n'
const plaintext = '330102199001011234'
const [privatePem, publicPem] = [readPem('merchant.private'), readPem('merchant.public')]

/** @param {typeof forge} backend @returns {Promise<Record<string, () => Promise<unknown>>>} */
async function operationsOf({ importPrivateKey, importPublicKey }) {
  const [privateKey, publicKey] = [await importPrivateKey(privatePem), await importPublicKey(publicPem)]
  const [signature, ciphertext] = [await privateKey.sign(message), await publicKey.encrypt(plaintext)]
  return {
    sign: () => privateKey.sign(message),
    verify: () => publicKey.verify(message, signature),
    encrypt: () => publicKey.encrypt(plaintext),
    decrypt: () => privateKey.decrypt(ciphertext),
  }
}
const [native, pure] = [await operationsOf(webcrypto), await operationsOf(forge)]

/** @param {() => unknown} task @param {number} inFlight */
async function measure(task, inFlight) {
  const rates = []
  for (let round = 0; round < 5; round++) {
    const bench = new Bench({ time: 300, warmupTime: 50 })
    bench.add('task', inFlight === 1 ? task : () => Promise.all(Array.from({ length: inFlight }, task)))
    await bench.run()
    const [{ result } = {}] = bench.tasks
    if (result?.state !== 'completed') throw new Error('The measurement failed.')
    rates.push(Math.round((1000 * inFlight) / result.latency.mean))
  }
  const [slowest, , median, , fastest] = rates.sort((one, other) => one - other)
  return { median, text: `${median} (${slowest}–${fastest})` }
}

console.log(`RSA-2048 on ${navigatorName()}, operations per second: median (slowest–fastest)\n`)
console.log('| operation | WebCrypto, 1 in flight | WebCrypto, 8 in flight | ./forge | WebCrypto ×1 / ./forge |')
console.log('|---|---|---|---|---|')
for (const [name, slowTask] of Object.entries(pure)) {
  const task = /** @type {() => Promise<unknown>} */ (native[name])
  const [one, eight, slow] = [await measure(task, 1), await measure(task, 8), await measure(slowTask, 1)]
  const ratio = Number(one.median) / Number(slow.median)
  console.log(`| ${name} | ${one.text} | ${eight.text} | ${slow.text} | ${ratio.toFixed(ratio < 10 ? 1 : 0)} |`)
}

function navigatorName() {
  return globalThis.navigator?.userAgent ?? `Node.js ${process.version}`
}
