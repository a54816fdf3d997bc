import type { IncomingMessage } from 'node:http'
import { isWechatPayError } from '../errors/union.ts'
import { readOwnOptions, refuse, refuseUnlessFunctions } from '../errors/validation.ts'
import { createReporter } from '../notifications/report.ts'
import { createRequest, type NodeRequest } from './request.ts'

/** A response of `node:http`, and of what is built on it: Express, NestJS, Next.js; `ctx.res` of Koa, `reply.raw` of Fastify. */
export interface NodeResponse {
  statusCode: number
  readonly headersSent: boolean
  /** Sets a header of the response. */
  setHeader(name: string, value: string): unknown
  /** Sends the body, and ends the response. */
  end(body?: Uint8Array): unknown
}

/** A handler for requests of `node:http`. It never rejects. */
export type NodeHandler = (req: NodeRequest, res: NodeResponse, next?: (error?: unknown) => void) => Promise<void>

/** Options of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * Observes errors outside the handler where there is no `next` to take them; errors that it throws are ignored. Default:
   * the first error of each kind goes to `console.error`.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined
}

/** Methods that a Request of the Fetch standard cannot have. */
const FORBIDDEN_METHODS = ['CONNECT', 'TRACE', 'TRACK']

/**
 * Makes of a notification handler one that speaks `(req, res, next?)`: for Express 4 and 5, `node:http`, Koa, Fastify, NestJS
 * and whatever else hands out requests of `node:http`.
 *
 * It takes the raw body that a parser left as bytes or text in `req.rawBody` or `req.body`, as it does on NestJS with
 * `rawBody: true`, on Koa, Midway and Egg in `ctx.request`, and on Fastify with fastify-raw-body; else it reads the connection,
 * within the limits of the handler: no more bytes than `maxBytes`, no longer than `timeout`, and none of a notification that
 * its headers are enough to refuse. Where a JSON parser was there first, the raw body is lost: the error, which says what to
 * do, goes to `next`; without `next` to `onError`, and into a response of 500.
 *
 * @param handler - the function that `handleNotifications` returns.
 * @param options - `onError`.
 * @returns the handler; it resolves when the response was handed over, and never rejects. On Koa set `ctx.respond = false`
 *   and give it `ctx.req, ctx.res`, or behind its parser `ctx.request, ctx.res`; on Fastify call `reply.hijack()` and give it
 *   `request.raw, reply.raw`, or with fastify-raw-body `request, reply.raw`.
 * @throws ValidationError (`VALIDATION_FAILED`) if `handler` is no function, or an option is wrong.
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { handleNotifications } from '@wechatpay-kit/client'
 * import { readEnvironment, toNodeHandler } from '@wechatpay-kit/client/node'
 *
 * const { platformKeys: keys, apiV3Key } = await readEnvironment(process.env, { required: ['platformKeys', 'apiV3Key'] })
 * const handle = handleNotifications({ keys, apiV3Key }, async ({ event_type }) => console.log(event_type))
 * createServer(toNodeHandler(handle)).listen(8080) // on Express: app.post('/notifications', toNodeHandler(handle))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012071382 | document 4012071382}
 */
export function toNodeHandler(
  handler: (request: Request) => Response | Promise<Response>,
  options: NodeHandlerOptions = {},
): NodeHandler {
  if (typeof handler !== 'function') refuse('handler', 'must be the function that handleNotifications returns')
  const { onError } = readOwnOptions(options, ['onError'], 'toNodeHandler')
  refuseUnlessFunctions({ onError })
  const report = createReporter(onError)

  /** Gives an error to `next`, whose own goes nowhere else: nobody expects this handler to reject. */
  const handOn = async (error: unknown, next: (error: unknown) => unknown) => {
    try {
      await next(error)
    } catch (failure) {
      void report(failure)
    }
  }

  return async (req, res, next) => {
    let isRead = false
    const send = (response: Response) => sendResponse(req, res, response, isRead)
    try {
      if (FORBIDDEN_METHODS.includes(req.method ?? '')) return await send(refuseMethod())
      const request = createRequest(req, () => {
        isRead = true
      })
      await send(await handler(request))
    } catch (error) {
      if (typeof next === 'function') return await handOn(error, next)
      void report(error)
      await send(refuseBody(error)).catch(report)
    }
  }
}

function refuseMethod(): Response {
  const json = { code: 'FAIL', message: 'Notifications are sent with POST.' }
  return Response.json(json, { status: 405, headers: { Allow: 'POST' } })
}

/** The response to a request that never came to the handler: says what to do about its body, and of other errors nothing. */
function refuseBody(error: unknown): Response {
  const message =
    isWechatPayError(error) && error.name === 'ValidationError' ? error.message : 'The notification was not handled.'
  return Response.json({ code: 'FAIL', message }, { status: 500 })
}

/** Sends a response, unless the connection is gone or somebody else has sent one. */
async function sendResponse(req: NodeRequest, res: NodeResponse, response: Response, isRead: boolean): Promise<void> {
  const body = new Uint8Array(await response.arrayBuffer())
  const { destroyed } = res as { readonly destroyed?: boolean }
  if (res.headersSent || destroyed) return
  res.statusCode = response.status
  for (const [name, value] of response.headers) res.setHeader(name, value)
  // The rest of a body that was refused is not taken in: the connection ends. Node.js takes in one that nobody touched.
  if (isRead && (req as IncomingMessage).complete === false) res.setHeader('Connection', 'close')
  res.end(body)
}
