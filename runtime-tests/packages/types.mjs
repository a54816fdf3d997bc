// A consumer's project, type-checked in every supported TypeScript version, resolution and library; nothing is skipped.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { start } from '../harness/process.mjs'
import { dependency } from '../harness/runtimes.mjs'

const VERSIONS = ['5.4', '5.9', '6.0', '7.0']
const RESOLUTIONS = { nodenext: 'NodeNext', bundler: 'ESNext' }
const LIBRARIES = {
  DOM: { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] },
  'no DOM': { lib: ['ES2022'], types: ['node'] },
}

const CONSUMER = `
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
export { code, core, createCertificateKeys, described, signJsapiPay, defineOperation, handle, header, limit, resp_code, same, signers, unknown, until }
`

/** Entries that need the types of Node.js. */
const FOR_NODE = [
  '@wechatpay-kit/sandbox/node',
  '@wechatpay-kit/transport-fetch/conformance',
  '@wechatpay-kit/transport-undici',
]

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<{ problems: string[], count: number }>} */
export async function checkTypes({ folder, entries }) {
  const cases = VERSIONS.flatMap((version) =>
    Object.entries(RESOLUTIONS).flatMap(([moduleResolution, module]) =>
      Object.entries(LIBRARIES).map(([library, options]) => ({ version, moduleResolution, module, library, options })),
    ),
  )
  const queue = cases.values()
  /** @type {string[]} */
  const problems = []
  const work = async () => {
    for (const { version, moduleResolution, module, library, options } of queue) {
      const name = `types-${version}-${moduleResolution}-${library.replace(' ', '-')}`
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'consumer.ts'), CONSUMER)
      const known = library === 'DOM' ? entries.filter((entry) => !FOR_NODE.includes(entry)) : entries
      const imports = known.map((entry, index) => `export * as entry${index} from '${entry}'`)
      writeFileSync(join(folder, name, 'entries.ts'), imports.join('\n'))
      const compilerOptions = { strict: true, noEmit: true, target: 'ES2022', module, moduleResolution, ...options }
      writeFileSync(join(folder, name, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
      const compiler = dependency(`typescript-${version}/bin/tsc`)
      const { code, output } = await start(process.execPath, [compiler, '-p', name], folder)
      if (code !== 0) problems.push(`TypeScript ${version}, ${moduleResolution}, ${library}:\n${output}`)
    }
  }
  await Promise.all([work(), work()])
  return { problems, count: cases.length }
}
