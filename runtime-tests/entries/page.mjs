// In a page or, imported by worker.mjs, in a worker; who opened it reads the result.
import { run } from '../suite/run.mjs'

globalThis.runSuite = (name, broken) => run(name, { origin: location.origin, broken })
