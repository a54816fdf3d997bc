import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A manifest, as a registry has it. */
interface PublishedManifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** Something published. */
interface Publication {
  readonly manifest: PublishedManifest
  readonly tarball: Buffer
  readonly authorization: string | undefined
}

/** The part of npm's registry that takes packages, and says which it has. */
export interface NpmRegistry {
  /** With an ending `/`. */
  readonly url: string
  /** All that was published, in order. */
  readonly publications: readonly Publication[]
  close(): Promise<void>
}

/** Opens a registry that nobody has published to. */
export async function openNpmRegistry(): Promise<NpmRegistry> {
  const publications: Publication[] = []
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    const respond = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    }
    const body = await text(request)
    const name = decodeURIComponent(url.slice(1).replace(/\?.*/, ''))
    if (method === 'PUT') {
      const { versions, _attachments: attachments } = JSON.parse(body)
      const [manifest] = Object.values(versions) as PublishedManifest[]
      const [attachment] = Object.values(attachments) as { data: string }[]
      if (!manifest || !attachment) return respond(400, { error: 'wanted one version and its tarball' })
      const tarball = Buffer.from(attachment.data, 'base64')
      publications.push({ manifest, tarball, authorization: headers.authorization })
      return respond(201, { ok: true })
    }
    const found = publications.filter(({ manifest }) => manifest.name === name)
    const latest = found.at(-1)?.manifest
    if (!latest) return respond(404, { error: 'Not found' })
    const versions = Object.fromEntries(found.map(({ manifest }) => [manifest.version, manifest]))
    return respond(200, { name, 'dist-tags': { latest: latest.version }, versions })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections())
  return { url: `http://127.0.0.1:${port}/`, publications, close }
}
