/**
 * One HTTP attempt over `fetch`: a deadline, a size limit, no redirects, clear errors. Knows no cryptography.
 *
 * @packageDocumentation
 */
export type { AttemptOptions } from './attempt.ts'
export { type Deadline, startDeadline, withDeadline } from './deadline.ts'
export { FetchError, type FetchErrorCode } from './errors.ts'
export { createFetchTransport } from './fetch-transport.ts'
export { readAnswer } from './read-answer.ts'
export { createStreamResponse } from './stream-response.ts'
export type { AnswerReader, AttemptBounds, Bytes, Transport, TransportRequest, WholeAnswer } from './transport.ts'
