// The command line of an operation: what `wechatpay-kit call` and `download` take.
/** @import { SiteOperation } from '../catalogue/operations.mjs' */
/** @import { Sample } from './request.mjs' */
import { HASH, HASHED } from './code.mjs'
import { JsonText, Sensitive } from './values.mjs'

/** Uploads, and what a brand calls with its own key, have no command. @param {SiteOperation} operation */
export function hasCommand({ facts }) {
  return !facts.upload && !facts.path.startsWith('/brand/')
}

/** Writes the command of an operation, for a shell. @param {SiteOperation} operation @param {Sample} sample */
export function writeCommand({ facts }, { params = {}, query = {}, headers = {}, json }) {
  const path = facts.path
    .slice(1)
    .replace(/\{([^}]*)\}/g, (_, name) => encodeURIComponent(String(unwrap(params[name]))))
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${[unwrap(value)].flat().join(',')}`)
  if (facts.download) {
    const target = pairs.length > 0 ? `${path}?${pairs.join('&')}` : path
    const hash = facts.responseHeaders
      ? ''
      : HASHED.test(facts.path)
        ? ` --hash ${HASH.type}:${HASH.value}`
        : ' --unchecked'
    return `npx wechatpay-kit download ${quote(target)}${hash} --out file --env-file .env`
  }
  const options = [
    ...pairs.map((pair) => `--query ${quote(pair)}`),
    ...Object.entries(headers).map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
    ...(json === undefined ? [] : [`--json ${quote(JSON.stringify(unwrap(json), null, 2))}`]),
    '--env-file .env',
  ]
  return [`npx wechatpay-kit call ${facts.method} ${quote(path)}`, ...options].join(' \\\n  ')
}

/** The plain values of a sample. @param {unknown} value @returns {unknown} */
function unwrap(value) {
  if (value instanceof Sensitive) return value.plain
  if (value instanceof JsonText) return JSON.stringify(unwrap(value.value))
  if (Array.isArray(value)) return value.map(unwrap)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, unwrap(one)]))
}

/** @param {string} text */
function quote(text) {
  return /^[\w./=:,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
