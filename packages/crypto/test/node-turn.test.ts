import { setImmediate } from 'node:timers/promises'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto/node'
import { readPem } from '@wechatpay-kit/test-vectors'
import { beforeEach, describe, expect, it } from 'vitest'

const privateKey = await importPrivateKey(readPem('merchant.private'))
const publicKey = await importPublicKey(readPem('merchant.public'))
const message = 'message'
const signature = await privateKey.sign(message)
const ciphertext = await publicKey.encrypt('text')
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Starts operations at once; gives their results, and how many of them the main thread did before it gave way. */
async function startAll<Result>(operations: (() => Promise<Result>)[]) {
  let onMainThread = 0
  let hasGivenWay = false
  const started = operations.map(async (start) => {
    const result = await start()
    if (!hasGivenWay) onMainThread++
    return result
  })
  // What other threads did comes with another turn of the event loop; what this one did, with the microtasks of this turn.
  for (let hop = 0; hop < 100; hop++) await Promise.resolve()
  hasGivenWay = true
  return { onMainThread, results: await Promise.all(started) }
}

const repeat = <Item>(times: number, item: Item): Item[] => Array.from({ length: times }, () => item)

// Each begins with a turn of its own.
beforeEach(() => setImmediate())

describe('operations with a private key', () => {
  it('runs one on the main thread while it is the only one', async () => {
    for (let turn = 0; turn < 3; turn++) {
      expect(await startAll([() => privateKey.sign(message)])).toEqual({ onMainThread: 1, results: [signature] })
      await setImmediate()
    }
  })

  it('runs one of several there, and the others on other threads, with the same signatures', async () => {
    const { onMainThread, results } = await startAll(repeat(20, () => privateKey.sign(message)))
    expect(onMainThread).toBe(1)
    expect(new Set(results)).toEqual(new Set([signature]))
  })

  it('counts decryption with them, and several keys', async () => {
    const other = await importPrivateKey(readPem('platform.private'))
    await setImmediate()
    const { onMainThread, results } = await startAll<unknown>([
      ...repeat(5, async () => text(await privateKey.decrypt(ciphertext))),
      ...repeat(5, () => privateKey.sign(message)),
      () => other.sign(message),
    ])
    expect(onMainThread).toBe(1)
    expect(new Set(results.slice(0, 5))).toEqual(new Set(['text']))
    expect(new Set(results.slice(5, 10))).toEqual(new Set([signature]))
  })

  it('hands over while other threads are at work, in later turns too', async () => {
    const many = startAll(repeat(500, () => privateKey.sign(message)))
    await setImmediate()
    await setImmediate()
    expect((await startAll([() => privateKey.sign(message)])).onMainThread).toBe(0)
    await many
    await setImmediate()
    expect((await startAll([() => privateKey.sign(message)])).onMainThread).toBe(1)
  })

  it('hands over what fails, with the same error, and goes on', async () => {
    const damaged = `${ciphertext.slice(0, 10)}AAAA${ciphertext.slice(14)}`
    const attempts = repeat(5, () => privateKey.decrypt(damaged).catch(({ code }) => code))
    expect(new Set((await startAll(attempts)).results)).toEqual(new Set(['DECRYPTION_FAILED']))
    await setImmediate()
    expect((await startAll([() => privateKey.sign(message)])).onMainThread).toBe(1)
  })
})

describe('operations with a public key', () => {
  it('runs a hundred of a turn on the main thread, and the others on other threads, with the same verdicts', async () => {
    const verify = [() => publicKey.verify(message, signature), () => publicKey.verify('another', signature)]
    const { onMainThread, results } = await startAll(repeat(75, verify).flat())
    expect(onMainThread).toBe(100)
    expect(results).toEqual(repeat(75, [true, false]).flat())
  })

  it('encrypts a list of thousands, and gives way between', async () => {
    const texts = Array.from({ length: 2000 }, (_, index) => `text ${index}`)
    const { onMainThread, results } = await startAll(texts.map((one) => () => publicKey.encrypt(one)))
    expect(onMainThread).toBe(100)
    expect(new Set(results).size).toBe(texts.length)
    for (const index of [0, 99, 100, 1999])
      expect(text(await privateKey.decrypt(results[index] as string))).toBe(texts[index])
  })
})
