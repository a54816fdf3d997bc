/**
 * The client of WeChat Pay APIv3: three notations, typed operations, encrypted fields, signed requests, verified answers.
 *
 * @packageDocumentation
 */
export { SignatureError, type SignatureErrorCode } from '@wechatpay-kit/crypto'
export type {
  ByPath,
  CallOptions,
  JsonCallOptions,
  Notations,
  OperationNode,
  PureChain,
  ResponsePromise,
  TypedResponse,
  UntypedNode,
} from './chain.ts'
export { type Client, type ClientOptions, createClient, isWechatPayError, type Merchant } from './client.ts'
export {
  ApiError,
  BusinessError,
  TransportError,
  type TransportErrorReason,
  ValidationError,
  type ValidationIssue,
  type WechatPayError,
} from './errors.ts'
export type { CallEvent, ClientEvent } from './events.ts'
export {
  defineOperation,
  findSensitiveValues,
  type HttpMethod,
  type Operation,
  type SensitiveTextSchema,
  type SensitiveValue,
  sensitiveText,
  type TextSchema,
  text,
} from './operation.ts'
export type { PlatformKey, PlatformKeys } from './platform-keys.ts'
export type { RetryOptions } from './retry.ts'
export { zhejiang } from './v3/gov/subsidy/zhejiang/index.ts'
export { alter } from './v3/gov/subsidy/zhejiang/qualifications/alter.ts'
