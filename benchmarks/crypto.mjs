// Speed of the crypto core on this machine and runtime, beside node-forge, the pure JavaScript alternative.
// Usage: npm run bench        A line is the median of five rounds of 300 ms, with the slowest and the fastest.
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { readPem } from '@wechatpay-kit/test-vectors'
import forge from 'node-forge'
import { Bench } from 'tinybench'

const message =
  'POST\n/v3/gov/subsidy/zhejiang/qualifications/alter\n1700000000\n0123456789ABCDEF0123456789ABCDEF\n{}\n'
const plaintext = '330102199001011234'
const [privatePem, publicPem] = [readPem('merchant.private'), readPem('merchant.public')]
const [privateKey, publicKey] = [await importPrivateKey(privatePem), await importPublicKey(publicPem)]
const [signature, ciphertext] = [await privateKey.sign(message), await publicKey.encrypt(plaintext)]
const [forgePrivate, forgePublic] = [forge.pki.privateKeyFromPem(privatePem), forge.pki.publicKeyFromPem(publicPem)]

const digest = () => forge.md.sha256.create().update(message, 'utf8')
const oaep = { md: forge.md.sha1.create(), mgf1: { md: forge.md.sha1.create() } }

/** @type {Record<string, [webcrypto: () => Promise<unknown>, forge: () => unknown]>} */
const operations = {
  sign: [() => privateKey.sign(message), () => forgePrivate.sign(digest())],
  verify: [
    () => publicKey.verify(message, signature),
    () => forgePublic.verify(digest().digest().bytes(), forge.util.decode64(signature)),
  ],
  encrypt: [
    () => publicKey.encrypt(plaintext),
    () => forge.util.encode64(forgePublic.encrypt(plaintext, 'RSA-OAEP', oaep)),
  ],
  decrypt: [
    () => privateKey.decrypt(ciphertext),
    () => forgePrivate.decrypt(forge.util.decode64(ciphertext), 'RSA-OAEP', oaep),
  ],
}

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
console.log('| operation | WebCrypto, 1 in flight | WebCrypto, 8 in flight | node-forge | WebCrypto ×1 / node-forge |')
console.log('|---|---|---|---|---|')
for (const [name, [webcrypto, pure]] of Object.entries(operations)) {
  const [one, eight, slow] = [await measure(webcrypto, 1), await measure(webcrypto, 8), await measure(pure, 1)]
  const ratio = Number(one.median) / Number(slow.median)
  console.log(`| ${name} | ${one.text} | ${eight.text} | ${slow.text} | ${ratio.toFixed(ratio < 10 ? 1 : 0)} |`)
}

function navigatorName() {
  return globalThis.navigator?.userAgent ?? `Node.js ${process.version}`
}
