/**
 * The client of WeChat Pay APIv3: three notations, encrypted fields, signed requests, verified responses. It knows no
 * endpoint; `@wechatpay-kit/endpoints` has them typed.
 *
 * @module
 */
export type { SignatureErrorCode } from '@wechatpay-kit/crypto'
export type { RetryOptions } from './call/attempt/retry.ts'
export type { CallEvent, ClientEvent } from './call/events.ts'
export type { CallOptions, OperationOptions, PathVariables, ResponsePromise, TypedResponse } from './call/options.ts'
export type { CallClient } from './client/call-client.ts'
export type { SetupFinding, SetupOptions } from './client/check-setup.ts'
export { type Client, type ClientMethods, createClient } from './client/client.ts'
export { echo } from './client/echo.ts'
export type { FieldCryptography } from './client/field-cryptography.ts'
export type {
  ByPath,
  Downloads,
  FilePath,
  Notations,
  OperationNode,
  OtherPath,
  PureChain,
  UntypedNode,
  UploadJson,
  Uploads,
} from './client/notations.ts'
export type { ClientOptions } from './client/options.ts'
export { readEnvironment } from './environment/environment.ts'
export type { Environment, EnvironmentOptions, EnvironmentParts } from './environment/parts.ts'
export {
  ApiError,
  type ApiErrorCode,
  BusinessError,
  type BusinessErrorCode,
  IntegrityError,
  type IntegrityErrorCode,
  type Outcome,
  TransportError,
  type TransportErrorCode,
} from './errors/call-errors.ts'
export { NotificationError, type NotificationErrorCode } from './errors/notification.ts'
export { SignatureError } from './errors/signature.ts'
export { isWechatPayError, type WechatPayError, type WechatPayErrorCode } from './errors/union.ts'
export { ValidationError, type ValidationErrorCode, type ValidationIssue } from './errors/validation.ts'
export { type Bill, type BillOptions, type BillRow, type BillTextRow, readBill } from './files/bill.ts'
export type { FileEncryption } from './files/encryption.ts'
export type { FileHash } from './files/hash.ts'
export type {
  DownloadOperationOptions,
  DownloadOptions,
  StatementPath,
  UploadOperationOptions,
  UploadOptions,
} from './files/options.ts'
export type { ApiV3Keys } from './keys/api-v3-key.ts'
export type { Brand, CallerKeys, Merchant } from './keys/merchant.ts'
export type { PlatformKey, PlatformKeySources, PlatformKeys } from './keys/platform-keys.ts'
export type { NotificationRequest } from './notifications/body.ts'
export type { NotificationWith, OtherText } from './notifications/envelope.ts'
export { handleNotifications, type NotificationHandlerOptions } from './notifications/handle.ts'
export type { NotificationHandler, NotificationHandlers } from './notifications/handlers.ts'
export type {
  EventType,
  Notification,
  NotificationOf,
  UndocumentedNotification,
} from './notifications/notification.ts'
export { type NotificationOptions, readNotification } from './notifications/read.ts'
export {
  createMemoryStore,
  type MemoryStoreOptions,
  type NotificationClaim,
  type NotificationStore,
} from './notifications/store.ts'
export {
  number,
  type OpenEnumSchema,
  openEnum,
  type SensitiveTextSchema,
  sensitiveText,
  type TextSchema,
  text,
} from './operation/fields.ts'
export {
  type AnyOperation,
  type ApiPath,
  defineOperation,
  type HttpMethod,
  type Operation,
  type UploadForm,
} from './operation/operation.ts'
export { findSensitiveValues, type SensitiveValue } from './operation/request.ts'
