// A consumer's project, type-checked in every supported TypeScript version, module system, resolution and library; nothing is
// skipped.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { start } from '../harness/process.mjs'
import { dependency } from '../harness/runtimes.mjs'

const LIBRARIES = {
  DOM: { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] },
  'no DOM': { lib: ['ES2022'], types: ['node'] },
}

/** @typedef {{ version: string, kind: 'module' | 'commonjs', module: string, moduleResolution: string, library: keyof typeof LIBRARIES, isWhole: boolean }} SetUp `isWhole`: every entry is imported, not only some of each pattern */

/** Settings of `module` and `moduleResolution`, each for a package.json with this `type`, and the versions that know them; `*` checks every entry. @type {readonly (readonly [kind: SetUp['kind'], module: string, moduleResolution: string, versions: string])[]} */
const SETTINGS = [
  ['module', 'nodenext', 'nodenext', '5.4* 5.9* 6.0* 7.0*'],
  ['module', 'esnext', 'bundler', '5.4* 5.9* 6.0* 7.0*'],
  ['module', 'preserve', 'bundler', '7.0'],
  ['module', 'node16', 'node16', '7.0'],
  ['module', 'node20', 'nodenext', '7.0'],
  ['commonjs', 'commonjs', 'node10', '5.4 5.9 6.0'],
  ['commonjs', 'commonjs', 'bundler', '6.0 7.0*'],
  ['commonjs', 'node16', 'node16', '5.4 5.9 7.0*'],
  ['commonjs', 'node20', 'nodenext', '5.9 7.0'],
  ['commonjs', 'nodenext', 'nodenext', '5.4 6.0 7.0*'],
  ['commonjs', 'preserve', 'bundler', '7.0'],
]

/** @returns {SetUp[]} */
function listSetUps() {
  return SETTINGS.flatMap(([kind, module, moduleResolution, versions]) =>
    versions.split(' ').flatMap((given) => {
      const isWhole = given.endsWith('*')
      const shared = { version: given.replace('*', ''), kind, module, moduleResolution, isWhole }
      // The library has nothing to do with the module system.
      const libraries = /** @type {(keyof typeof LIBRARIES)[]} */ (
        kind === 'module' && isWhole ? Object.keys(LIBRARIES) : ['no DOM']
      )
      return libraries.map((library) => ({ ...shared, library }))
    }),
  )
}

const IMPORTS = `
import { importPrivateKey, importPublicKey, type Signer, signRequest } from '@wechatpay-kit/crypto'
import { readCertificate } from '@wechatpay-kit/crypto/x509'
import * as forge from '@wechatpay-kit/crypto/forge'
import * as lean from '@wechatpay-kit/crypto/pem'
import { signJsapiPay } from '@wechatpay-kit/crypto/pay-parameters'
import { createClient, defineOperation, handleNotifications, isWechatPayError, type Notification } from '@wechatpay-kit/endpoints'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { createClient as createCoreClient } from '@wechatpay-kit/client/core'
import { type CatalogueNode, findOperations } from '@wechatpay-kit/catalogue'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { createFetchTransport, type Transport } from '@wechatpay-kit/transport-fetch'

declare const pem: string
`

/** What the consumer does: at the top of a module, or in a function where there is no `await` at the top. */
const BODY = `
const transport: Transport = fetch
const { merchant, platformKeys, apiV3Key } = await createSandbox()
const wxpay = createClient({ merchant, platformKeys, transport: createFetchTransport({ transport }) })
const json = { cate_code: 'A01', cert_no: '1', name: '1', tel: '1', req_ssn: '1' }
const altered = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
const code: string = altered.auth_code
const response = await wxpay.chain('v3/gov/subsidy/zhejiang/qualifications/alter').post({ json })
const { resp_code } = await response.json()
const described: CatalogueNode | undefined = (await findOperations('refund'))[0]?.operation.json
// @ts-expect-error no such area
findOperations('refund', { areas: ['payments'] })
const unknown: unknown = await wxpay['v3/certificates'].get().json()
// @ts-expect-error a field is missing
wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: { cate_code: '1' } })
// @ts-expect-error misspelt
wxpay.v3.gov.subsidy.zhejiang.qualification.alter.post({ json })
// @ts-expect-error no such field
altered.auth_cod.length
const core = createCoreClient({ merchant, platformKeys, operations: [alter.post] })
const same: string = (await core['v3/gov/subsidy/zhejiang/qualifications/alter'].post({ json }).json()).resp_desc
// @ts-expect-error the core client has no files
core.download
const signer: Signer = await importPrivateKey(pem)
const header: string = await signRequest({ method: 'GET', target: '/', timestamp: 1, nonce: '1' }, { mchid: '1', serialNumber: '1', signer })
const limit: number = (await importPublicKey(pem)).maxPlaintextBytes + (await forge.importPublicKey(pem)).maxPlaintextBytes
const signers: Signer[] = [signer, await lean.importPrivateKey(pem)]
// @ts-expect-error text alone
lean.importPublicKey(new Uint8Array())
const until: Date = readCertificate(pem).notAfter
const handle: (request: Request) => Promise<Response> = handleNotifications({ keys: platformKeys, apiV3Key }, () => {})
handleNotifications({ keys: platformKeys, apiV3Key }, {
  'TRANSACTION.SUCCESS': ({ original_type, resource }) => original_type === 'transaction' && resource.out_trade_no,
  // @ts-expect-error no such field
  'REFUND.SUCCESS': ({ resource }) => resource.out_refund_number,
  default: (notification: Notification) => {
    if (notification.event_type === 'REFUND.CLOSED') return notification.resource.out_refund_no?.trim()
    return notification.event_type.trim()
  },
})
// @ts-expect-error misspelt
handleNotifications({ keys: platformKeys, apiV3Key }, { 'REFUND.SUCESS': () => {} })
try {
} catch (error) {
  if (isWechatPayError(error) && error.name === 'ApiError') error.apiCode?.trim()
}
`

const NAMES =
  'code, core, createCertificateKeys, described, signJsapiPay, defineOperation, handle, header, limit, resp_code, same, signers, unknown, until'

const CONSUMERS = {
  module: `${IMPORTS}${BODY}export { ${NAMES} }\n`,
  commonjs: `${IMPORTS}export async function run() {${BODY}return { ${NAMES} }\n}\n`,
}

/** Entries that need the types of Node.js. */
const FOR_NODE = [
  '@wechatpay-kit/sandbox/node',
  '@wechatpay-kit/transport-fetch/conformance',
  '@wechatpay-kit/transport-undici',
]

/** Every how many files of a pattern are imported where not all are. */
const EVERY = 40

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<{ problems: string[], count: number, rows: string[][] }>} */
export async function checkTypes(project) {
  const { folder, entries } = project
  const setUps = listSetUps()
  const queue = setUps.map((setUp, index) => ({ ...setUp, name: `types-${index}` })).values()
  const some = entries.filter((entry, index) => entry.split('/').length < 4 || index % EVERY === 0)
  const problems = compareDeclarations(project)
  const work = async () => {
    for (const { name, version, kind, module, moduleResolution, library, isWhole } of queue) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ type: kind }))
      writeFileSync(join(folder, name, 'consumer.ts'), CONSUMERS[kind])
      const known = (isWhole ? entries : some).filter((entry) => library === 'no DOM' || !FOR_NODE.includes(entry))
      const imports = known.map((entry, index) => `export * as entry${index} from '${entry}'`)
      writeFileSync(join(folder, name, 'entries.ts'), imports.join('\n'))
      const compilerOptions = {
        strict: true,
        noEmit: true,
        target: 'ES2022',
        module,
        moduleResolution,
        ...LIBRARIES[library],
        // What TypeScript 7 dropped, version 6 takes with this alone.
        ...(version === '6.0' && moduleResolution === 'node10' ? { ignoreDeprecations: '6.0' } : {}),
      }
      writeFileSync(join(folder, name, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
      const compiler = dependency(`typescript-${version}/bin/tsc`)
      const { code, output } = await start(process.execPath, [compiler, '-p', name], folder)
      const setting = `${kind}, ${module}, ${moduleResolution}, ${library}`
      if (code !== 0) problems.push(`TypeScript ${version}, ${setting}:\n${output.slice(0, 3000)}`)
    }
  }
  await Promise.all([work(), work()])
  const rows = SETTINGS.map(([kind, module, moduleResolution, versions]) => [
    kind === 'module' ? 'ES modules' : 'CommonJS',
    `${module}, ${moduleResolution}`,
    versions.replaceAll('*', '').replaceAll(' ', ', '),
  ])
  return { problems, count: setUps.length, rows }
}

/** The declarations of both builds are the same: what was checked of one holds for the other. @param {import('../harness/project.mjs').Project} project @returns {string[]} problems */
function compareDeclarations({ folder, tarballs }) {
  return [...tarballs].flatMap(([name, { files }]) => {
    const read = (/** @type {string} */ path) => {
      const text = readFileSync(join(folder, 'node_modules', name, path), 'utf8')
      // A type that was inferred can be named by another of the files that export it.
      const sameImports = text.replace(/import\("\.[^"]+"\)/g, 'import("…")')
      return sameImports.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '').trim()
    }
    return files
      .map((file) => file.replace('package/', ''))
      .filter((file) => file.startsWith('cjs/') && file.endsWith('.d.ts'))
      .filter((file) => read(file) !== read(file.replace(/^cjs\/(src\/)?/, 'dist/')))
      .map((file) => `${name}: ${file} differs from its twin in dist`)
  })
}
