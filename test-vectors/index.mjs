// Reads the vectors for tests and benchmarks on Node.js.
import { readFileSync } from 'node:fs'

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** The content of a vector file, by path without extension: `published/pay-sign`. */
export const readVectors = (path) => JSON.parse(read(`./${path}.json`))

/** The PEM text of a key, by file name without extension: `merchant.private`. */
export const readPem = (name) => read(`./keys/${name}.pem`)

/** The bytes of a file, by path: `certificates/merchant.pem`. */
export const readBytes = (path) => Uint8Array.from(readFileSync(new URL(`./${path}`, import.meta.url)))
