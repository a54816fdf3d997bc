import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@wechatpay-kit/client'
import { decryptResource, type EncryptedResource } from '@wechatpay-kit/crypto'
import { createSandbox, type NotificationContent, type PlatformKeyKind, type Sandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import { identity } from './example-project.ts'
import { type Block, readBlocks } from './pages.ts'
import { baseEnvironment, root, run } from './run.ts'

/** The sections of every guide for people who come from elsewhere, each with one block of theirs and one of ours. */
export const SECTIONS = ['set-up', 'order', 'refund', 'notifications', 'certificates', 'errors'] as const
/** A section of such a guide. */
export type Section = (typeof SECTIONS)[number]

/** Whether a block is a program of ours. */
export const isOurs = ({ info }: Block): boolean => info === 'js runtime=migration'

/** The programs of a guide: the set-up alone, and the set-up with each other section, theirs or ours. */
export function readPrograms(file: string, isTheirs: (block: Block) => boolean): Readonly<Record<Section, string>> {
  const codes = readBlocks(file)
    .filter((block) => /^(js|php) /.test(block.info) && isTheirs(block))
    .map(({ code }) => code)
  if (codes.length !== SECTIONS.length) throw new Error(`${file} has ${codes.length} blocks for its sections.`)
  const [setUp] = codes
  const programs = SECTIONS.map((section, index) => [section, index === 0 ? setUp : `${setUp}\n${codes[index]}`])
  return Object.fromEntries(programs)
}

/** The APIv3 key of the guides. */
const API_V3_KEY = '0123456789abcdefghijABCDEFGHIJ32'

/** A folder of key files, of our packages and others, and a sandbox that is WeChat Pay for its programs. */
export interface World {
  readonly sandbox: Sandbox
  /** Runs a program to its end. */
  execute(code: string): ReturnType<typeof run>
  /** Runs a program that listens for notifications, and delivers one and a forged one; gives what it printed, and its statuses. */
  deliver(code: string, content: NotificationContent): Promise<{ stdout: string; statuses: readonly number[] }>
  /** Saves the platform certificate as `wechatpay_<serial number>.pem`, the name that other tools give it. */
  saveCertificate(): Promise<string>
  close(): Promise<void>
}

/** Makes a world whose merchant has keys of a kind, and whose `.env` is given. */
export async function createWorld(platformKeyKind: PlatformKeyKind | 'both', env: string): Promise<World> {
  const keysOf = (name: string) => ({ privateKey: readPem(`${name}.private`), publicKey: readPem(`${name}.public`) })
  const { mchid, serialNumber, platformKeyId: id } = identity
  const sandbox = await createSandbox({
    platformKeyKind,
    merchant: { mchid, serialNumber, keys: keysOf('merchant'), apiV3Key: API_V3_KEY },
    ...(platformKeyKind !== 'certificate' && { platform: { id, keys: keysOf('platform') } }),
  })
  const server = await serve(sandbox)
  const folder = await mkdtemp(join(tmpdir(), 'wechatpay-kit-'))
  const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content)
  await write('package.json', '{ "type": "module" }')
  await write('apiclient_key.pem', readPem('merchant.private'))
  await write('apiclient_cert.pem', readBytes('certificates/merchant.pem'))
  await write('pub_key.pem', readPem('platform.public'))
  await write('.env', place(env, folder))
  await write('redirect.mjs', redirectTo(server.url))
  await linkPackages(join(folder, 'node_modules'))

  const options = { cwd: folder, env: { WECHATPAY_BASE_URL: server.url, APIV3_KEY: API_V3_KEY } }
  const args = ['--env-file=.env', '--import', './redirect.mjs', 'program.mjs']
  return {
    sandbox,
    async execute(code) {
      await write('program.mjs', place(code, folder))
      return run(process.execPath, args, options)
    },
    async deliver(code, content) {
      await write('program.mjs', place(code, folder))
      const port = await findPort()
      const child = spawn(process.execPath, args, {
        cwd: folder,
        env: { ...baseEnvironment, ...options.env, PORT: port },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let [stdout, stderr] = ['', '']
      child.stdout.setEncoding('utf8').on('data', (text) => {
        stdout += text
      })
      child.stderr.setEncoding('utf8').on('data', (text) => {
        stderr += text
      })
      const end = new Promise((resolve) => child.once('close', resolve))
      try {
        const url = `http://127.0.0.1:${port}/notify`
        while (!(await isListening(url))) if (child.exitCode !== null) throw new Error(stderr)
        const genuine = await sandbox.notify(url, content)
        const forged = await sandbox.notify(url, { ...content, fault: 'wrong-signature' })
        return { stdout, statuses: [genuine.status, forged.status] }
      } finally {
        child.kill()
        await end
      }
    },
    async saveCertificate() {
      const { merchant, platformKeys, transport } = sandbox
      const wxpay = createClient({ merchant, platformKeys, transport })
      const { data } = (await wxpay.chain('v3/certificates').get().json()) as CertificateList
      const [{ serial_no, encrypt_certificate }] = data
      await write(`wechatpay_${serial_no}.pem`, await decryptResource(encrypt_certificate, { apiV3Key: API_V3_KEY }))
      return serial_no
    },
    async close() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

interface CertificateList {
  readonly data: readonly [{ readonly serial_no: string; readonly encrypt_certificate: EncryptedResource }]
}

/** Puts a guide's example of a place for key files, and of a shop's address, where the tests have theirs: nobody is there. */
const place = (text: string, folder: string): string =>
  text.replaceAll('/run/secrets/', `${folder}/`).replaceAll('https://shop.example/', 'http://127.0.0.1:9/')

/** A module that has what is sent to WeChat Pay over `node:https` go to a sandbox. */
const redirectTo = (url: string): string => `import http from 'node:http'
import https from 'node:https'
const { hostname, port } = new URL('${url}')
https.request = (options, callback) => {
  if ((options.hostname ?? options.host) !== 'api.mch.weixin.qq.com') throw new Error('Not for WeChat Pay.')
  return http.request({ ...options, protocol: 'http:', host: hostname, hostname, port, agent: undefined }, callback)
}\n`

/** Links the packages by the names that people know them by. */
async function linkPackages(folder: string): Promise<void> {
  await mkdir(folder)
  const [own, others] = [`${root}node_modules/`, `${root}runtime-tests/node_modules/`]
  await symlink(`${own}@wechatpay-kit`, join(folder, '@wechatpay-kit'))
  await symlink(`${own}express-5`, join(folder, 'express'))
  for (const name of ['wechatpay-axios-plugin', 'wechatpay-node-v3']) await symlink(others + name, join(folder, name))
}

/** A port that is free now. */
async function findPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

const isListening = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )
