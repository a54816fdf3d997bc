/** `POST /v3/security/echo`; the client has it, for `checkSetup`. */
export { echo as post } from '@wechatpay-kit/client/operation'
