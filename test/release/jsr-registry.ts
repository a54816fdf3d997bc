import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer, text as readText } from 'node:stream/consumers'

/** The part of JSR that Deno speaks with: it takes packages, as `deno publish` sends them, and gives their files. */
export interface JsrRegistry {
  /** For the variable `JSR_URL`. */
  readonly url: string
  /** Folder with the files of each published package, as `<name>/src/index.ts`. */
  readonly folder: string
  close(): Promise<void>
}

/** Opens a registry that nobody has published to. */
export async function openJsrRegistry(folder: string): Promise<JsrRegistry> {
  const versions = new Map<string, string>()
  const server: Server = createServer(async (request, response) => {
    const { method = '', url = '' } = request
    const respond = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    }
    const [, published = '', version = ''] =
      /^\/api\/scopes\/wechatpay-kit\/packages\/([\w-]+)\/versions\/([\w.]+)/.exec(url) ?? []
    if (method === 'POST' && published) {
      await mkdir(join(folder, published), { recursive: true })
      execFileSync('tar', ['-xzf', '-', '-C', join(folder, published)], { input: await buffer(request) })
      versions.set(published, version)
      return respond(200, { id: published, status: 'success', error: null })
    }
    await readText(request)
    if (/^\/api\/scopes\/wechatpay-kit\/packages\/[\w-]+$/.test(url)) return respond(200, {})
    const [, name = '', path = ''] = /^\/@wechatpay-kit\/([\w-]+)\/(.+)$/.exec(url) ?? []
    const known = versions.get(name)
    if (known && path === 'meta.json') return respond(200, { versions: { [known]: {} } })
    if (known && path === `${known}_meta.json`) return respond(200, describeVersion(join(folder, name)))
    if (known && path.startsWith(`${known}/`))
      return response.end(readFileSync(join(folder, name, path.slice(known.length))))
    return respond(404, { code: 'notFound', message: `There is no ${url}.` })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections())
  return { url: `http://127.0.0.1:${port}/`, folder, close }
}

/** Lists the entries and the files of a version, each with its hash. */
function describeVersion(folder: string) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'deno.json'), 'utf8'))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  )
  const manifest = files.map((file) => {
    const bytes = readFileSync(join(folder, file))
    return [`/${file}`, { size: bytes.length, checksum: `sha256-${createHash('sha256').update(bytes).digest('hex')}` }]
  })
  return { exports, manifest: Object.fromEntries(manifest) }
}
