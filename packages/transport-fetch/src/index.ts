/**
 * One HTTP attempt over `fetch`: a deadline, a size limit, no redirects, clear errors. Knows no cryptography.
 *
 * @packageDocumentation
 */
export type { AttemptOptions } from './attempt.ts'
export { FetchError, type FetchErrorCode } from './errors.ts'
export { createFetchTransport } from './fetch-transport.ts'
export { readAnswer, type WholeAnswer } from './read-answer.ts'
export { createStreamResponse } from './stream-response.ts'
export type { Bytes, Transport, TransportRequest } from './transport.ts'
