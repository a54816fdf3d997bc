// In a page or, imported by worker.mjs, in a worker; who opened it reads the result.
import { run } from '../suite/run.mjs'

// Chromium sends a request again by itself on a kept connection that breaks, and no page can keep it from that.
const deviations = { 'a POST whose connection breaks is sent once, over a kept connection too': /\["unknown",2\]/ }

globalThis.runSuite = (name, broken) => run(name, { origin: location.origin, broken, deviations })
