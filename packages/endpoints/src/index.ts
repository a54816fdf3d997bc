/**
 * The client of WeChat Pay APIv3: three notations, typed operations, encrypted fields, signed requests, verified answers.
 *
 * @packageDocumentation
 */
export { SignatureError, type SignatureErrorCode } from '@wechatpay-kit/crypto'
export type {
  ByPath,
  CallOptions,
  Notations,
  OperationNode,
  OperationOptions,
  PathVariables,
  PureChain,
  ResponsePromise,
  TypedResponse,
  UntypedNode,
} from './chain.ts'
export { type Client, createClient, type Files } from './client.ts'
export type { CoreClient } from './core.ts'
export type { DownloadOptions, FileHash } from './download.ts'
export type { FieldCryptography } from './engine.ts'
export {
  ApiError,
  BusinessError,
  IntegrityError,
  isWechatPayError,
  NotificationError,
  type NotificationErrorCode,
  TransportError,
  type TransportErrorReason,
  ValidationError,
  type ValidationIssue,
  type WechatPayError,
} from './errors.ts'
export type { EventType } from './event-types.ts'
export type { CallEvent, ClientEvent } from './events.ts'
export {
  number,
  type OpenEnumSchema,
  openEnum,
  type SensitiveTextSchema,
  sensitiveText,
  type TextSchema,
  text,
} from './fields.ts'
export {
  type Notification,
  type NotificationOptions,
  type NotificationRequest,
  readNotification,
} from './notification.ts'
export {
  handleNotifications,
  type NotificationHandler,
  type NotificationHandlerOptions,
} from './notification-handler.ts'
export { type AnyOperation, defineOperation, type HttpMethod, type Operation } from './operation.ts'
export type { ClientOptions, Merchant } from './options.ts'
export type { PlatformKey, PlatformKeySources, PlatformKeys } from './platform-keys.ts'
export type { RetryOptions } from './retry.ts'
export { findSensitiveValues, type SensitiveValue } from './sensitive.ts'
export type { SetupFinding, SetupOptions } from './setup.ts'
export type { UploadOptions } from './upload.ts'
export * from './v3/gov/subsidy/zhejiang/index.ts'
export { echo } from './v3/security/echo.ts'
