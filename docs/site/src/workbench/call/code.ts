import type { CatalogueOperation } from '@wechatpay-kit/catalogue'
import type { CallValues } from './samples.ts'

/** A way to write a call. */
export interface CodeStyle {
  readonly notation: 'chain' | 'declarative' | 'property'
  readonly isAwait: boolean
}

/** Writes a call in TypeScript, as it can be copied; `list` names the operations of `@wechatpay-kit/endpoints`, if they have it. */
export function writeCode(
  operation: CatalogueOperation,
  list: string | undefined,
  values: CallValues,
  style: CodeStyle,
): string {
  const { path, method, upload } = operation
  const name = path.replace(/^\//, '')
  const options = writeOptions(values, upload === true)
  const call = upload
    ? `wxpay.upload('${name}', ${options})`
    : `${writeNode(name, list === undefined ? 'declarative' : style.notation)}.${method.toLowerCase()}(${options})`
  const isEmpty = Object.values(operation.response).every((node) => node === null)
  const lines = [
    ...(upload ? ["import { readFile } from 'node:fs/promises'"] : []),
    "import { createClient, readEnvironment } from '@wechatpay-kit/client'",
    ...(list === undefined ? [] : [`import { operations } from '@wechatpay-kit/endpoints/areas/${list}'`]),
    '',
    list === undefined
      ? 'const wxpay = createClient(await readEnvironment(process.env))'
      : 'const wxpay = createClient({ ...(await readEnvironment(process.env)), operations })',
    ...(upload ? ["const file = new File([await readFile('example.png')], 'example.png')"] : []),
    isEmpty ? writeEmpty(call, style) : writeJson(call, style),
  ]
  return `${lines.join('\n')}\n`
}

function writeJson(call: string, { isAwait }: CodeStyle): string {
  if (isAwait) return `const json = await ${call}.json()\nconsole.log(json)`
  return `${call}\n  .then((response) => response.json())\n  .then((json) => console.log(json))`
}

function writeEmpty(call: string, { isAwait }: CodeStyle): string {
  if (isAwait) return `const { status } = await ${call}\nconsole.log(status)`
  return `${call}.then(({ status }) => console.log(status))`
}

function writeNode(path: string, notation: CodeStyle['notation']): string {
  if (notation === 'declarative') return `wxpay.chain('${path}')`
  if (notation === 'property') return `wxpay['${path}']`
  const segments = path.split('/').filter((segment) => segment !== '')
  return segments.reduce((node, segment) => node + writeSegment(segment), 'wxpay')
}

/** A segment as a property: in camel case, a variable between underscores. */
function writeSegment(segment: string): string {
  const name = segment.replace(/^\{(.*)\}$/, '_$1_').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `['${name}']`
}

function writeOptions({ json, ...rest }: CallValues, isUpload: boolean): string {
  const given = Object.entries(rest).filter(([, value]) => value && Object.keys(value).length > 0)
  const body = json === undefined ? [] : [[isUpload ? 'meta' : 'json', json] as const]
  const members = [...given, ...body].map(([name, value]) => `${name}: ${writeValue(value, 1)}`)
  if (isUpload) members.unshift('file')
  if (members.length === 0) return ''
  const line = `{ ${members.join(', ')} }`
  return line.length <= 80 && !line.includes('\n') ? line : `{\n${members.map((member) => `  ${member},\n`).join('')}}`
}

/** Writes a value as a literal, over several lines where one would be too long. */
function writeValue(value: unknown, depth: number): string {
  if (typeof value === 'string') return writeText(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Array.isArray(value)
    ? value.map((item) => writeValue(item, depth + 1))
    : Object.entries(value).map(([name, member]) => `${writeName(name)}: ${writeValue(member, depth + 1)}`)
  const [open, close, blank] = Array.isArray(value) ? ['[', ']', ''] : ['{', '}', ' ']
  if (entries.length === 0) return open + close
  const line = `${open}${blank}${entries.join(', ')}${blank}${close}`
  if (line.length + depth * 2 <= 80 && !line.includes('\n')) return line
  const indent = '  '.repeat(depth + 1)
  return `${open}\n${entries.map((entry) => `${indent}${entry},\n`).join('')}${'  '.repeat(depth)}${close}`
}

function writeName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : writeText(name)
}

function writeText(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}
