/**
 * One HTTP attempt over `fetch`: a deadline, a size limit, no redirects, clear errors. Knows no cryptography.
 *
 * @packageDocumentation
 */
export { FetchError, type FetchErrorCode } from './errors.ts'
export { createFetchTransport, type FetchTransportOptions } from './fetch-transport.ts'
export type { Transport, TransportRequest } from './transport.ts'
