// Bundled, and evaluated in a context that has the globals of Vercel's edge and no others.
import { run } from '../suite/run.mjs'

globalThis.runSuite = run
