// An order that is paid, so that the bills of the day have a row.
import { createClient } from '@wechatpay-kit/endpoints'

/** The day in China, as `2026-11-26`. */
export const nameToday = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Has an order of 12.34 yuan paid. @param {import('@wechatpay-kit/sandbox').Sandbox} sandbox @param {string} [sub_mchid] whose order it is, if it is a sub-merchant's */
export async function payOrder({ merchant, platformKeys, transport, command }, sub_mchid) {
  const wxpay = createClient({ merchant, platformKeys, transport })
  const [appid, out_trade_no, { mchid }] = ['wxd678efh567hg6787', crypto.randomUUID().slice(4), merchant]
  const common = { out_trade_no, description: '茶叶', notify_url: 'https://shop.example/', amount: { total: 1234 } }
  if (sub_mchid === undefined) {
    await wxpay.chain('v3/pay/transactions/native').post({ json: { ...common, appid, mchid } })
  } else {
    const parties = { sp_appid: appid, sp_mchid: mchid, sub_mchid }
    await wxpay.chain('v3/pay/partner/transactions/native').post({ json: { ...common, ...parties } })
  }
  await command('pay', { out_trade_no })
}
