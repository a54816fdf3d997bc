// Reads the files of the package. CommonJS, which `import` and `require` load alike; its types are in index.d.cts.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const readBytes = (path) => Uint8Array.from(readFileSync(join(__dirname, path)))
const readText = (path) => readFileSync(join(__dirname, path), 'utf8')
const readVectors = (path) => JSON.parse(readText(`vectors/${path}.json`))
const readPem = (name) => readText(`keys/${name}.pem`)
const toBytes = (value) =>
  Uint8Array.from(typeof value === 'string' ? Buffer.from(value) : Buffer.from(value.base64, 'base64'))

module.exports = { readBytes, readPem, readVectors, toBytes }
