/**
 * One HTTP attempt over undici, for Node.js servers: connections of its own, HTTP proxies, private roots. Knows no
 * cryptography.
 *
 * @module
 */
export type { TlsOptions, UndiciTransportOptions } from './options.ts'
export { createUndiciTransport, type UndiciTransport } from './undici-transport.ts'
