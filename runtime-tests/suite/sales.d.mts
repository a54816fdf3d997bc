export { createSales } from '@wechatpay-kit/test-vectors/sales'
