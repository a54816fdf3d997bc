import type { CatalogueArea } from '@wechatpay-kit/catalogue'
import type { AnyOperation } from '@wechatpay-kit/client'

/** A module of an area, which has the operations that the client knows. */
type AreaModule = { readonly operations: readonly AnyOperation[] }

/** Modules of the operations by area, each loaded when a call of it is opened: bundlers want their names written out. */
const MODULES: Readonly<Record<string, () => Promise<AreaModule>>> = {
  'abnormal-fund-processing': () => import('@wechatpay-kit/endpoints/areas/abnormal-fund-processing'),
  'aggracct-bc': () => import('@wechatpay-kit/endpoints/areas/aggracct-bc'),
  apply4sub: () => import('@wechatpay-kit/endpoints/areas/apply4sub'),
  apply4subject: () => import('@wechatpay-kit/endpoints/areas/apply4subject'),
  applyment4sub: () => import('@wechatpay-kit/endpoints/areas/applyment4sub'),
  'bank-batch-transfer': () => import('@wechatpay-kit/endpoints/areas/bank-batch-transfer'),
  'bank-transfer': () => import('@wechatpay-kit/endpoints/areas/bank-transfer'),
  bill: () => import('@wechatpay-kit/endpoints/areas/bill'),
  billdownload: () => import('@wechatpay-kit/endpoints/areas/billdownload'),
  brand: () => import('@wechatpay-kit/endpoints/areas/brand'),
  'brand-basic': () => import('@wechatpay-kit/endpoints/areas/brand-basic'),
  'brand-direct': () => import('@wechatpay-kit/endpoints/areas/brand-direct'),
  businesscircle: () => import('@wechatpay-kit/endpoints/areas/businesscircle'),
  capital: () => import('@wechatpay-kit/endpoints/areas/capital'),
  catering: () => import('@wechatpay-kit/endpoints/areas/catering'),
  certificates: () => import('@wechatpay-kit/endpoints/areas/certificates'),
  'combine-transactions': () => import('@wechatpay-kit/endpoints/areas/combine-transactions'),
  compliance: () => import('@wechatpay-kit/endpoints/areas/compliance'),
  'credit-repayment': () => import('@wechatpay-kit/endpoints/areas/credit-repayment'),
  'discount-card': () => import('@wechatpay-kit/endpoints/areas/discount-card'),
  ecommerce: () => import('@wechatpay-kit/endpoints/areas/ecommerce'),
  'edu-papay': () => import('@wechatpay-kit/endpoints/areas/edu-papay'),
  'edu-star': () => import('@wechatpay-kit/endpoints/areas/edu-star'),
  eduschoolpay: () => import('@wechatpay-kit/endpoints/areas/eduschoolpay'),
  express: () => import('@wechatpay-kit/endpoints/areas/express'),
  facemch: () => import('@wechatpay-kit/endpoints/areas/facemch'),
  'fund-app': () => import('@wechatpay-kit/endpoints/areas/fund-app'),
  'funds-to-oversea': () => import('@wechatpay-kit/endpoints/areas/funds-to-oversea'),
  global: () => import('@wechatpay-kit/endpoints/areas/global'),
  goldplan: () => import('@wechatpay-kit/endpoints/areas/goldplan'),
  gov: () => import('@wechatpay-kit/endpoints/areas/gov'),
  'hire-power-bank': () => import('@wechatpay-kit/endpoints/areas/hire-power-bank'),
  hk: () => import('@wechatpay-kit/endpoints/areas/hk'),
  'industry-coupon': () => import('@wechatpay-kit/endpoints/areas/industry-coupon'),
  'industry-rebate': () => import('@wechatpay-kit/endpoints/areas/industry-rebate'),
  inspolicymgr: () => import('@wechatpay-kit/endpoints/areas/inspolicymgr'),
  iotmanage: () => import('@wechatpay-kit/endpoints/areas/iotmanage'),
  lovefeast: () => import('@wechatpay-kit/endpoints/areas/lovefeast'),
  marketing: () => import('@wechatpay-kit/endpoints/areas/marketing'),
  'mch-manage': () => import('@wechatpay-kit/endpoints/areas/mch-manage'),
  'mch-operation-manage': () => import('@wechatpay-kit/endpoints/areas/mch-operation-manage'),
  mch_operate: () => import('@wechatpay-kit/endpoints/areas/mch_operate'),
  mchalterapply: () => import('@wechatpay-kit/endpoints/areas/mchalterapply'),
  'med-ins': () => import('@wechatpay-kit/endpoints/areas/med-ins'),
  merchant: () => import('@wechatpay-kit/endpoints/areas/merchant'),
  'merchant-risk-manage': () => import('@wechatpay-kit/endpoints/areas/merchant-risk-manage'),
  'merchant-service': () => import('@wechatpay-kit/endpoints/areas/merchant-service'),
  'merchant-settlement': () => import('@wechatpay-kit/endpoints/areas/merchant-settlement'),
  'merchant-store': () => import('@wechatpay-kit/endpoints/areas/merchant-store'),
  merchantfund: () => import('@wechatpay-kit/endpoints/areas/merchantfund'),
  multiuse: () => import('@wechatpay-kit/endpoints/areas/multiuse'),
  'new-tax-control-fapiao': () => import('@wechatpay-kit/endpoints/areas/new-tax-control-fapiao'),
  offlineface: () => import('@wechatpay-kit/endpoints/areas/offlineface'),
  offlinefacemch: () => import('@wechatpay-kit/endpoints/areas/offlinefacemch'),
  palmservice: () => import('@wechatpay-kit/endpoints/areas/palmservice'),
  papay: () => import('@wechatpay-kit/endpoints/areas/papay'),
  parking: () => import('@wechatpay-kit/endpoints/areas/parking'),
  'partner-papay': () => import('@wechatpay-kit/endpoints/areas/partner-papay'),
  'partner-transfer': () => import('@wechatpay-kit/endpoints/areas/partner-transfer'),
  'password-exempt-contract': () => import('@wechatpay-kit/endpoints/areas/password-exempt-contract'),
  pay: () => import('@wechatpay-kit/endpoints/areas/pay'),
  'pay-devices': () => import('@wechatpay-kit/endpoints/areas/pay-devices'),
  'payroll-card': () => import('@wechatpay-kit/endpoints/areas/payroll-card'),
  payscore: () => import('@wechatpay-kit/endpoints/areas/payscore'),
  platsolution: () => import('@wechatpay-kit/endpoints/areas/platsolution'),
  profitsharing: () => import('@wechatpay-kit/endpoints/areas/profitsharing'),
  qrcode: () => import('@wechatpay-kit/endpoints/areas/qrcode'),
  'rate-activity': () => import('@wechatpay-kit/endpoints/areas/rate-activity'),
  realname: () => import('@wechatpay-kit/endpoints/areas/realname'),
  recharge: () => import('@wechatpay-kit/endpoints/areas/recharge'),
  refund: () => import('@wechatpay-kit/endpoints/areas/refund'),
  repayment: () => import('@wechatpay-kit/endpoints/areas/repayment'),
  security: () => import('@wechatpay-kit/endpoints/areas/security'),
  smartguide: () => import('@wechatpay-kit/endpoints/areas/smartguide'),
  'taxi-invoice': () => import('@wechatpay-kit/endpoints/areas/taxi-invoice'),
  'transaction-block': () => import('@wechatpay-kit/endpoints/areas/transaction-block'),
  transfer: () => import('@wechatpay-kit/endpoints/areas/transfer'),
  'transfer-detail': () => import('@wechatpay-kit/endpoints/areas/transfer-detail'),
  transferdownload: () => import('@wechatpay-kit/endpoints/areas/transferdownload'),
  vehicle: () => import('@wechatpay-kit/endpoints/areas/vehicle'),
  webizpay: () => import('@wechatpay-kit/endpoints/areas/webizpay'),
}

/** Name of the list of `@wechatpay-kit/endpoints` that has the operations of an area; `undefined` where there is none. */
export function findList(area: CatalogueArea): string | undefined {
  const name = area === 'official-only' ? 'brand-direct' : area
  return name in MODULES ? name : undefined
}

/** Loads the operations of an area of the catalogue; none where no operation of it is described well enough. */
export async function loadOperations(area: CatalogueArea): Promise<readonly AnyOperation[]> {
  const load = MODULES[findList(area) ?? '']
  return load ? (await load()).operations : []
}
