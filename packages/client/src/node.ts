/**
 * The client's part for servers on Node.js, which this entry needs: environment variables that name files, and a notification handler
 * for Express, Koa, Fastify and node:http.
 *
 * @module
 */
export type { Environment, EnvironmentOptions, EnvironmentParts } from './environment/parts.ts'
export { readEnvironment } from './node/environment.ts'
export { type NodeHandler, type NodeHandlerOptions, type NodeResponse, toNodeHandler } from './node/handler.ts'
export type { NodeRequest } from './node/request.ts'
