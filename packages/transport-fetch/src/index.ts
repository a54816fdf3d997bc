/**
 * One HTTP attempt over `fetch`: a deadline, a size limit, no redirects, clear errors. Knows no cryptography.
 *
 * @module
 */
export type { AttemptOptions } from './attempt.ts'
export { ByteCollector } from './byte-collector.ts'
export { copyOwn } from './copy-own.ts'
export { type Deadline, startDeadline, withDeadline } from './deadline.ts'
export { FetchError, type FetchErrorCode, isFetchError } from './errors.ts'
export { createFetchTransport } from './fetch-transport.ts'
export { readFetchResponse } from './read-fetch-response.ts'
export { readResponse } from './read-response.ts'
export { type BodySource, createResponseWithin, createStreamResponse } from './stream-response.ts'
export type {
  AttemptBounds,
  BufferedResponse,
  Bytes,
  ResponseReader,
  Transport,
  TransportRequest,
} from './transport.ts'
