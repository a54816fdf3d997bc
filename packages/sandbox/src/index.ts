/**
 * A WeChat Pay to test against: it verifies, decrypts, answers and signs, over HTTP or in process.
 *
 * @packageDocumentation
 */
export { ConnectionDropped, type Fault } from './faults.ts'
export { generateKeyPair, type KeyPair } from './keys.ts'
export type { NotificationContent } from './notification.ts'
export { createSandbox, type Notify, type Sandbox, type SandboxOptions, type SeenRequest } from './sandbox.ts'
export type { Qualification } from './world/people.ts'
