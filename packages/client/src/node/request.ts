import type { IncomingMessage } from 'node:http'
import { refuse } from '../errors/validation.ts'

/**
 * A request of `node:http`, and of what is built on it: Express, NestJS, Next.js; `ctx.req` of Koa, `request.raw` of Fastify. Where
 * a parser of the framework keeps the raw body, the request that has it: `ctx.request` of Koa, Midway and Egg, `request` of Fastify.
 */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Request on which a parser, or a platform, has left its body. */
type ParsedRequest = IncomingMessage & { readonly rawBody?: unknown; readonly body?: unknown }

/**
 * Makes a Request of the Fetch standard. Its body is the one that a raw-body parser left; else that of the connection, of
 * which nothing is read before somebody asks for it.
 *
 * @param given - the request.
 * @param onRead - called when somebody begins to read the connection, or cancels its body.
 * @throws ValidationError (`VALIDATION_FAILED`) if a parser read the body and left nothing raw.
 */
export function createRequest(given: NodeRequest, onRead: () => void): Request {
  const req = given as ParsedRequest
  const { method = 'GET' } = req
  // Whoever reads a notification never looks at its address, which a stranger may write as they like.
  const url = `http://${req.headers.host}${req.url}`
  const body = method === 'GET' || method === 'HEAD' ? null : findBody(req, onRead)
  const init: RequestInit & { duplex: 'half' } = { method, headers: createHeaders(given), body, duplex: 'half' }
  return new Request(isAddress(url) ? url : 'http://localhost/', init)
}

/** Tells whether a Request takes an address: one with credentials is none for it. */
function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && url.username === '' && url.password === ''
}

function createHeaders({ headers }: NodeRequest): Headers {
  const copy = new Headers()
  for (const [name, value = []] of Object.entries(headers)) {
    // Those of HTTP/2 that are no headers.
    if (name.startsWith(':')) continue
    for (const one of [value].flat()) copy.append(name, one)
  }
  return copy
}

function findBody(req: ParsedRequest, onRead: () => void): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  const parsed = toBytes(req.rawBody) ?? toBytes(req.body)
  if (parsed) return parsed
  // Some parsers leave an object even where they read nothing.
  if (typeof req.on === 'function' && !req.readableDidRead && !req.readableEnded) return createBody(req, onRead)
  refuse(
    'body',
    "was read before this handler, by a parser such as express.json(): mount the handler before the parser; or keep the raw bytes, as express.raw({ type: '*/*' }) does, and give the handler the request that has them in body or rawBody: NestFactory.create(Module, { rawBody: true }) on NestJS, fastify-raw-body on Fastify, ctx.request on Koa, Midway and Egg",
  )
}

/** The bytes of what a raw-body parser left, copied; `undefined` of anything else. */
function toBytes(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof value === 'string') return new TextEncoder().encode(value)
  if (ArrayBuffer.isView(value))
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice() as Uint8Array<ArrayBuffer>
  return undefined
}

/** A stream over the body of a connection: each piece is taken in when it is asked for, and none after it was cancelled. */
function createBody(req: IncomingMessage, onRead: () => void): ReadableStream<Uint8Array> {
  let stop: (() => void) | undefined
  const listen = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const take = (piece: Uint8Array | string) => {
      req.pause()
      // Somebody may have called setEncoding.
      controller.enqueue(toBytes(piece) as Uint8Array)
    }
    const end = () => {
      stop?.()
      controller.close()
    }
    const fail = () => {
      stop?.()
      controller.error(new Error('The connection was closed before the body was complete.'))
    }
    stop = () => void req.off('data', take).off('end', end).off('close', fail).pause()
    // A connection that breaks has an error too, which must have a listener.
    req
      .on('data', take)
      .on('end', end)
      .on('close', fail)
      .on('error', () => {})
    if (req.destroyed) fail()
  }
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        onRead()
        if (!stop) listen(controller)
        req.resume()
      },
      cancel() {
        onRead()
        stop?.()
      },
    },
    { highWaterMark: 0 },
  )
}
