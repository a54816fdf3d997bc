// The command line of an operation: what `wechatpay-kit call` and `download` take.
/** @import { CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { CallValues } from './request.mjs' */
import { findHash } from './code.mjs'

/** Writes the command of an operation, for a shell. @param {CatalogueOperation} operation @param {CallValues} values */
export function writeCommand(operation, { params, query, headers, fields, json, meta }) {
  const { method, upload } = operation
  const path = operation.path.slice(1).replace(/\{([^}]*)\}/g, (variable, name) => {
    const value = Object(params)[name]
    return value === undefined ? variable : encodeURIComponent(String(value))
  })
  const pairs = listPairs(query)
  if (operation.download) return writeDownload(pairs.length > 0 ? `${path}?${pairs.join('&')}` : path, operation)
  const body = upload ? meta : json
  const options = [
    ...(upload ? ['--file file.png'] : []),
    ...listPairs(fields).map((pair) => `--field ${quote(pair)}`),
    ...pairs.map((pair) => `--query ${quote(pair)}`),
    ...Object.entries(Object(headers)).map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--json ${quote(JSON.stringify(body, null, 2))}`]),
    ...(path.startsWith('brand/') ? ['--brand-id 100000000'] : []),
    '--env-file .env',
  ]
  return [`npx wechatpay-kit call ${method} ${quote(path)}`, ...options].join(' \\\n  ')
}

/** @param {string} target @param {CatalogueOperation} operation */
function writeDownload(target, operation) {
  const hash = findHash(operation)
  const option = typeof hash === 'object' ? ` --hash ${hash.type}:${hash.value}` : hash ? ' --unchecked' : ''
  return `npx wechatpay-kit download ${quote(target)}${option} --out file --env-file .env`
}

/** @param {CallValues['query']} values */
function listPairs(values) {
  return Object.entries(Object(values)).map(([name, value]) => `${name}=${[value].flat().join(',')}`)
}

/** @param {string} text */
function quote(text) {
  return /^[\w./=:,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
