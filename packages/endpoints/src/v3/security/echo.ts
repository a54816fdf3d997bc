/** `POST /v3/security/echo`; the client has it, for `checkSetup`. */
export { echo } from '@wechatpay-kit/client'
