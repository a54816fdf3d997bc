/**
 * A WeChat Pay to test against: it verifies, decrypts, executes and signs, over HTTP or in process.
 *
 * @module
 */
export type { SeenRequest } from './calls.ts'
export { generateKeyPair, type KeyPair } from './keys/key-pair.ts'
export type { PlatformKeyKind } from './keys/platform-keys.ts'
export type { MerchantOptions, SandboxMerchant } from './merchants.ts'
export type { SandboxOptions } from './options.ts'
export { createSandbox, type Sandbox } from './sandbox.ts'
export type { Delivery } from './state/deliveries.ts'
export type { Change, SandboxStorage } from './state/state.ts'
export { ConnectionDropped, type Fault } from './wire/faults.ts'
export type { NotificationContent, Notify } from './wire/notification.ts'
export type { PaymentsOptions } from './worlds/payments/world.ts'
export type { Qualification } from './worlds/zhejiang/people.ts'
