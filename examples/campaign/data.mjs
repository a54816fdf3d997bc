// The made-up person, purchase and product of the campaign.

export const person = { cert_no: '330102199001011234', name: '张三', mobile: '13800138000' }

/** The report of a redemption, for sync and confirm. */
export const report = {
  operation_time: '1767240000000',
  sales: '3999.00',
  subsidy: '599.85',
  add_code: '330102',
  address: '文一路 1 号',
  sale_models: /** @type {const} */ ('0'),
  brand: '示例',
  activity_add_code: '330100',
  uniscid: '91330000000000000X',
  corp_name: '示例电器有限公司',
}

/** The product in a report of sync. */
export const piece = {
  sn_code: 'SN0001',
  barcode: '6901234567892',
  item_name: '变频空调',
  spec_model: 'KFR-35GW',
  is_ai_product: /** @type {const} */ ('1'),
  order_no: 'O1',
}

/** The sale for which a serial number is locked. */
export const sale = {
  create_user: 'demo',
  province: '330000',
  sn: 'SN0001',
  goods_bar_code: '6901234567892',
  goods_type: 'A01',
  goods_name: '变频空调',
  trans_orderid: 'T1',
  order_price: '3999.00',
  sell_orderid: 'S1',
  req_time: '20260101120000',
}
