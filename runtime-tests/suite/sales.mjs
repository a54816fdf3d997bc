/** 10 o'clock in China on the day of the sales. */
const TIME = Date.parse('2026-01-01T10:00:00+08:00')

/**
 * Makes the storage of a sandbox in which a partner's sub-merchant 1900000001 sold tea on 2026-01-01, for 12.34 yuan each,
 * and gave back 1 yuan of some: a bill of many rows, without a call for each of them.
 */
export function createSales({ mchid = '1900000000', payments = 1, refunds = 0 } = {}) {
  const toEntry = (/** @type {number} */ index, /** @type {object} */ fields) => {
    const id = `1${String(index + 1).padStart(18, '0')}`
    const common = {
      id,
      time: TIME,
      mchid,
      subMchid: '1900000001',
      rate: '0.60%',
      openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    }
    return [
      'ledger',
      id,
      { ...common, appid: 'wxd678efh567hg6787', tradeType: 'JSAPI', description: '茶叶', ...fields },
    ]
  }
  const toOrder = (/** @type {number} */ index) => {
    const transactionId = `420000000020260101${String(index).padStart(10, '0')}`
    return { transactionId, outTradeNo: `order-${index}` }
  }
  const sold = Array.from({ length: payments }, (_, index) => {
    const { transactionId, outTradeNo } = toOrder(index)
    const numbers = { businessId: transactionId, outBusinessNo: outTradeNo, transactionId, outTradeNo }
    return toEntry(index, { kind: 'payment', amount: 1234, fee: 7, ...numbers })
  })
  const returned = Array.from({ length: refunds }, (_, index) => {
    const refundId = `503000000020260101${String(index).padStart(11, '0')}`
    const outRefundNo = `refund-${index}`
    const numbers = { businessId: refundId, outBusinessNo: outRefundNo, refundId, outRefundNo }
    return toEntry(payments + index, { kind: 'refund', amount: -100, fee: -1, ...numbers, ...toOrder(index) })
  })
  return { load: () => /** @type {never[]} */ ([...sold, ...returned]), append() {} }
}
