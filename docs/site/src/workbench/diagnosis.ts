// The command `wechatpay-kit` has the same diagnosis; this is the only place that knows where it lies.
export * from '../../../../packages/cli/src/diagnosis/index.ts'
