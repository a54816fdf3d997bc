// Runs one attack; web standards alone, so that every runtime can.
import { createRandom } from './random.mjs'
import { createScene, settle } from './scene.mjs'

/** @typedef {{ seed: number, scale: number, tally: import('./tally.mjs').Tally }} RunOptions */

const PROCESS = 'process'
const UNHANDLED = 'nothing is left unhandled'

/**
 * Runs one attack to its end, with chance and keys of its own: what one does changes no other.
 *
 * @param {string} name
 * @param {(context: import('./context.mjs').Context) => Promise<void>} attack
 * @param {RunOptions} options
 */
export async function runAttack(name, attack, { seed, scale, tally }) {
  const { error } = await settle(attack({ scene: await createScene(), random: createRandom(seed), tally, scale }))
  tally.count(PROCESS, 'every attack runs to its end', !error, `${name}: ${error?.stack}`)
  // What is left behind shows itself a little later.
  await new Promise((resolve) => setTimeout(resolve, 100))
  tally.count(PROCESS, UNHANDLED, true, name)
}

/**
 * Counts what nobody handles, as long as the process runs.
 *
 * @param {() => import('./tally.mjs').Tally} getTally
 * @returns {() => void} counts what is known by now, and only then
 */
export function countUnhandled(getTally) {
  const report = (/** @type {unknown} */ reason) => getTally().count(PROCESS, UNHANDLED, false, String(reason))
  if (typeof process === 'object') {
    for (const event of ['unhandledRejection', 'uncaughtException']) process.on(event, report)
    return () => {}
  }
  // workerd, which has no process, says so early, and takes it back where the rejection is handled a little later.
  /** @type {Map<Promise<unknown>, unknown>} */
  const rejections = new Map()
  addEventListener('unhandledrejection', ({ promise, reason }) => rejections.set(promise, reason))
  addEventListener('rejectionhandled', ({ promise }) => rejections.delete(promise))
  // It tells of nothing that a timer throws.
  const { setTimeout } = globalThis
  globalThis.setTimeout = /** @type {any} */ (
    (/** @type {Function} */ action, /** @type {number} */ delay, /** @type {unknown[]} */ ...values) =>
      setTimeout(() => {
        try {
          action(...values)
        } catch (error) {
          report(error)
        }
      }, delay)
  )
  return () => {
    for (const reason of rejections.values()) report(reason)
    rejections.clear()
  }
}
