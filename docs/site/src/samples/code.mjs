// The code of an operation: the client, and the call with its values in each notation and style.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { Segment } from './segments.mjs' */
/** @import { CallValues } from './request.mjs' */
import { decide, findResponse, toFile } from '../../../../tools/generate/facts.mjs'
import { listParts } from './request.mjs'
import { hasVariant, join, onlyIn, toSegments, writeBlock, writeValue } from './segments.mjs'

/** The id of the key by which ready ciphertexts were made. */
const KEY_ID = 'PUB_KEY_ID_0114232134912410000000000000'
/** Words that no import can be named by. */
const RESERVED =
  /^(?:\d.*|await|break|case|catch|class|const|continue|default|delete|do|else|enum|environment|export|extends|false|file|finally|for|function|if|implements|import|in|interface|let|new|null|package|private|protected|public|response|result|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|wxpay|yield)$/
/** Files whose hash the response tells that gives their URL. */
const HASHED = /^\/v3\/(?:billdownload|transferdownload)\//
const HASH = { type: 'SHA1', value: '0a4d55a8d778e5022fab701977c5d840bbc486d0' }

/** Tells whether the packages have an operation, so that there is code for it. @param {CatalogueOperation} operation */
export function hasCode(operation) {
  return decide(operation).kind !== 'left out'
}

/** Tells whether an operation is one of files, which has one notation. @param {CatalogueOperation} operation */
export function isOfFiles({ upload, download }) {
  return Boolean(upload || download)
}

/** Tells how the hash of a downloaded file is known; `undefined` where the response itself has it. @param {CatalogueOperation} operation */
export function findHash({ download, responseHeaders, path }) {
  if (!download || responseHeaders) return undefined
  return HASHED.test(path) ? HASH : 'unchecked'
}

/** The name by which code imports an operation's module: its last word. @param {CatalogueOperation} operation */
export function nameImport({ path }) {
  const words = toFile(path)
    .split('/')
    .filter((segment) => !/^_.*_$/.test(segment))
    .map((segment) => segment.replace(/[-_.]+(\w)/g, (_, letter) => letter.toUpperCase()))
  const [before = '', last = ''] = words.slice(-2)
  return RESERVED.test(last) ? `${before}${last.charAt(0).toUpperCase()}${last.slice(1)}` : last
}

/** Code that makes a client which knows the operation. @param {CatalogueOperation} operation */
export function writeSetup(operation) {
  const name = nameImport(operation)
  const known = `operations: [${name}.${operation.method.toLowerCase()}]`
  return `import { createClient, readEnvironment } from '@wechatpay-kit/endpoints'
import * as ${name} from '@wechatpay-kit/endpoints/${toFile(operation.path)}'

${operation.path.startsWith('/brand/') ? writeBrand(known) : writeMerchant(known)}`
}

/** @param {string} known */
function writeMerchant(known) {
  return `const wxpay = createClient({
  ...(await readEnvironment(process.env)),
  ${known},
})
`
}

/** @param {string} known */
function writeBrand(known) {
  return `const environment = await readEnvironment(process.env)
const { serialNumber, privateKey } = environment.merchant
const wxpay = createClient({
  ...environment,
  merchant: { brandId: '100000000', serialNumber, privateKey },
  ${known},
})
`
}

/**
 * The call, in the variants `chain`, `declarative`, `property`; `await`, `then`; `plain`, `ciphertext`. Operations of files
 * have one notation.
 *
 * @param {CatalogueOperation} operation
 * @param {CallValues} values
 * @returns {readonly Segment[]}
 */
export function writeCall(operation, values) {
  const { upload, download, method, path } = operation
  const options = writeOptions(operation, values)
  const isFile = isOfFiles(operation)
  const target = isFile ? `'${path.slice(1)}'` : ''
  const given = join(target, target && options.length > 0 ? ', ' : '', options)
  const verb = upload ? 'upload' : download ? 'download' : method.toLowerCase()
  const hasJson = !download && findResponse(operation) !== undefined
  return join(
    upload ? "const file = new File(['…'], 'file.png', { type: 'image/png' })\n" : '',
    onlyIn('await', `const ${hasJson ? 'result' : 'response'} = await `),
    'wxpay',
    isFile ? '' : writeNotations(path.slice(1)),
    `.${verb}(`,
    given,
    ')',
    onlyIn('await', endAwait(operation, hasJson)),
    onlyIn('then', endThen(operation, hasJson)),
  )
}

/** @param {string} path */
function writeNotations(path) {
  const chain = path.replace(/\/$/, '').split('/').map(toProperty).join('')
  return join(onlyIn('chain', chain), onlyIn('declarative', `.chain('${path}')`), onlyIn('property', `['${path}']`))
}

/** A segment in pure chain notation: variables in underlines, the rest in camel case. @param {string} segment */
function toProperty(segment) {
  const name = segment.replace(/^\{(.*)\}$/, '_$1_').replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `['${name}']`
}

/** @param {CatalogueOperation} operation @param {CallValues} values @returns {readonly Segment[]} */
function writeOptions(operation, { headers, ...given }) {
  /** @type {Readonly<Record<string, CatalogueNode>>} */
  const nodes = Object.fromEntries(listParts(operation))
  const members = Object.entries(given).map(([name, value]) => join(`${name}: `, writeValue(value, nodes[name], '  ')))
  const hash = findHash(operation)
  if (operation.upload) members.unshift(toSegments('file'))
  if (hash) members.push(join('hash: ', writeValue(hash, undefined, '  ')))
  const plain = headers && Object.keys(headers).length > 0 ? [writeHeaders(headers)] : []
  if (!hasVariant(members.flat(), 'ciphertext')) {
    const all = [...members, ...plain]
    return all.length > 0 ? writeBlock('{}', all, '') : []
  }
  return join(
    '{\n',
    ...members.flatMap((member) => ['  ', member, ',\n']),
    ...plain.map((member) => onlyIn('plain', join('  ', member, ',\n'))),
    onlyIn('ciphertext', join('  ', writeHeaders({ ...headers, 'Wechatpay-Serial': KEY_ID }), ',\n')),
    '}',
  )
}

/** @param {Readonly<Record<string, string>>} headers */
function writeHeaders(headers) {
  return join('headers: ', writeValue(headers, undefined, '  '))
}

/** @param {CatalogueOperation} operation @param {boolean} hasJson */
function endAwait({ download, response }, hasJson) {
  if (download) return '\nconsole.log((await response.arrayBuffer()).byteLength)'
  if (hasJson) return '.json()\nconsole.log(result)'
  return `\nconsole.log(response.status) // ${Object.keys(response)[0]}`
}

/** @param {CatalogueOperation} operation @param {boolean} hasJson */
function endThen({ download, response }, hasJson) {
  if (download)
    return '\n  .then((response) => response.arrayBuffer())\n  .then((bytes) => console.log(bytes.byteLength))'
  if (hasJson) return '\n  .then((response) => response.json())\n  .then((result) => console.log(result))'
  return `\n  .then((response) => console.log(response.status)) // ${Object.keys(response)[0]}`
}
