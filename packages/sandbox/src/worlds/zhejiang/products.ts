import * as queryGoods from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/goods/query'
import * as lock from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/sncode/lock'
import * as querySncode from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/sncode/query'
import * as unlock from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/sncode/unlock'
import type { State } from '../../state/state.ts'
import { Decline, defineHandler, type Handler } from './handler.ts'

/** The one product that the sandbox knows. */
const PRODUCT = {
  goods_bar_code: '6901234567892',
  seq_id: '1',
  province: '330000',
  code_type: '001',
  goods_type: 'A01',
  goods_name: '变频空调',
  logo_name: '沙箱',
  goods_model: 'KFR-35GW',
  basis_price: '3999.00',
  manufact_cert_code: '91330000000000000X',
  manufact_price: '4299.00',
} as const

/** Makes the handlers of goods, and of the serial numbers of single pieces: lock → query → unlock. */
export function createProducts(state: State): readonly Handler[] {
  /** Sales orders (销售订单号) by locked serial number. */
  const locks = state.table<string>('zhejiang.locks')
  return [
    defineHandler(queryGoods.post, ({ goods_bar_code }) => {
      if (goods_bar_code !== PRODUCT.goods_bar_code) throw new Decline('900201')
      return PRODUCT
    }),
    defineHandler(lock.post, ({ sn, sell_orderid, imei1, imei2 }) => {
      if (locks.has(sn)) throw new Decline('900301')
      locks.set(sn, sell_orderid)
      return { ...(imei1 ? { imei1 } : {}), ...(imei2 ? { imei2 } : {}) }
    }),
    // The meanings of the states are not published; these are the sandbox's own choice.
    defineHandler(querySncode.post, ({ sn, province }) => ({
      sn,
      province,
      sell_state: locks.has(sn) ? 'U0023' : 'U0022',
    })),
    defineHandler(unlock.post, ({ sn, sell_orderid }) => {
      const order = locks.get(sn)
      if (order === undefined) throw new Decline('900302')
      if (order !== sell_orderid) throw new Decline('900303')
      locks.delete(sn)
      return {}
    }),
  ]
}
