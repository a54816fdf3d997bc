// The sample code of an operation: the client, and the call in each notation and style.
/** @import { SiteOperation } from '../catalogue/operations.mjs' */
/** @import { Segment } from './segments.mjs' */
/** @import { Sample } from './request.mjs' */
import { findResponse } from '../../../../tools/generate/facts.mjs'
import { join, onlyIn, toSegments, writeBlock, writeValue } from './segments.mjs'
import { Sensitive } from './values.mjs'

/** The id of the key by which ready ciphertexts were made. */
const KEY_ID = 'PUB_KEY_ID_0114232134912410000000000000'
/** Words that no import can be named by. */
const RESERVED =
  /^(?:\d.*|await|break|case|catch|class|const|continue|default|delete|do|else|enum|environment|export|extends|false|file|finally|for|function|if|implements|import|in|interface|let|new|null|package|private|protected|public|response|result|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|wxpay|yield)$/
/** Files whose hash the response tells that gives their URL. */
export const HASHED = /^\/v3\/(?:billdownload|transferdownload)\//
export const HASH = { type: 'SHA1', value: '0a4d55a8d778e5022fab701977c5d840bbc486d0' }

/** The name by which code imports an operation's module: its last word. @param {SiteOperation} operation */
export function nameImport({ file }) {
  const words = file
    .split('/')
    .filter((segment) => !/^_.*_$/.test(segment))
    .map((segment) => segment.replace(/[-_.]+(\w)/g, (_, letter) => letter.toUpperCase()))
  const [before = '', last = ''] = words.slice(-2)
  return RESERVED.test(last) ? `${before}${last.charAt(0).toUpperCase()}${last.slice(1)}` : last
}

/** Code that makes a client which knows the operation. @param {SiteOperation} operation @returns {readonly Segment[]} */
export function writeSetup(operation) {
  const { facts, file } = operation
  const name = nameImport(operation)
  const imports = `import { createClient, readEnvironment } from '@wechatpay-kit/endpoints'
import * as ${name} from '@wechatpay-kit/endpoints/${file}'
`
  const known = `operations: [${name}.${facts.method.toLowerCase()}]`
  return toSegments(`${imports}\n${facts.path.startsWith('/brand/') ? writeBrand(known) : writeMerchant(known)}`)
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

/** Tells whether a sample has values that are encrypted. @param {unknown} value @returns {boolean} */
export function hasSensitive(value) {
  if (value instanceof Sensitive) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(hasSensitive)
}

/**
 * The call, in the variants `chain`, `declarative`, `property`; `await`, `then`; `plain`, `ciphertext`. Files have one
 * notation.
 *
 * @param {SiteOperation} operation
 * @param {Sample} sample
 * @returns {readonly Segment[]}
 */
export function writeCall({ facts }, sample) {
  const { upload, download, method, path } = facts
  const options = writeOptions(facts, sample)
  const isFile = upload || download
  const target = isFile ? `'${path.slice(1)}'` : ''
  const given = join(target, target && options.length > 0 ? ', ' : '', options)
  const verb = upload ? 'upload' : download ? 'download' : method.toLowerCase()
  const hasJson = !download && findResponse(facts) !== undefined
  return join(
    upload ? "const file = new File(['…'], 'file.png', { type: 'image/png' })\n" : '',
    onlyIn('await', `const ${hasJson ? 'result' : 'response'} = await `),
    'wxpay',
    isFile ? '' : writeNotations(path.slice(1)),
    `.${verb}(`,
    given,
    ')',
    onlyIn('await', endAwait(facts, hasJson)),
    onlyIn('then', endThen(facts, hasJson)),
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

/** @param {SiteOperation['facts']} facts @param {Sample} sample @returns {readonly Segment[]} */
function writeOptions({ upload, download, path, responseHeaders }, { headers = {}, ...given }) {
  const members = Object.entries(given).map(([name, value]) => join(`${name}: `, writeValue(value, '  ')))
  if (upload) members.unshift(toSegments('file'))
  if (download && !responseHeaders)
    members.push(join('hash: ', writeValue(HASHED.test(path) ? HASH : 'unchecked', '  ')))
  const key = { 'Wechatpay-Serial': KEY_ID }
  const needed = Object.keys(headers).length > 0
  const plain = needed ? [join('headers: ', writeValue(headers, '  '))] : []
  if (!hasSensitive(given)) return writeMembers([...members, ...plain])
  const both = join('headers: ', writeValue({ ...headers, ...key }, '  '))
  return join(
    '{\n',
    ...members.flatMap((member) => ['  ', member, ',\n']),
    ...plain.map((member) => onlyIn('plain', join('  ', member, ',\n'))),
    onlyIn('ciphertext', join('  ', both, ',\n')),
    '}',
  )
}

/** @param {readonly (readonly Segment[])[]} members */
function writeMembers(members) {
  return members.length > 0 ? writeBlock('{}', members, '') : []
}

/** @param {SiteOperation['facts']} facts @param {boolean} hasJson */
function endAwait({ download, response }, hasJson) {
  if (download) return '\nconsole.log((await response.arrayBuffer()).byteLength)'
  if (hasJson) return '.json()\nconsole.log(result)'
  return `\nconsole.log(response.status) // ${Object.keys(response)[0]}`
}

/** @param {SiteOperation['facts']} facts @param {boolean} hasJson */
function endThen({ download, response }, hasJson) {
  if (download)
    return '\n  .then((response) => response.arrayBuffer())\n  .then((bytes) => console.log(bytes.byteLength))'
  if (hasJson) return '\n  .then((response) => response.json())\n  .then((result) => console.log(result))'
  return `\n  .then((response) => console.log(response.status)) // ${Object.keys(response)[0]}`
}
