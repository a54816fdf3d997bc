import type { Merchant } from '../../merchants.ts'
import type { WorldCall, WorldTools } from '../world.ts'
import { refuse } from './refusals.ts'

/** The merchants and apps of a call. */
export interface Parties {
  /** The caller. */
  readonly mchid: string
  readonly appid?: string | undefined
  /** The sub-merchant of a partner's call. */
  readonly subMchid?: string | undefined
  readonly subAppid?: string | undefined
}

/** Texts of a request by name. */
type Texts = Readonly<Record<string, string | undefined>>

/** Reads the parties of a call from its body or query: `mchid` or `sp_mchid` has to be the caller's. Throws a refusal. */
export function readParties(call: WorldCall, fields: unknown, isPartner: boolean, tools: WorldTools): Parties {
  const { mchid, appid, sp_mchid, sp_appid, sub_mchid, sub_appid } = fields as Texts
  if ((isPartner ? sp_mchid : mchid) !== call.merchant.mchid) throw refuse('otherCaller')
  const parties: Parties = isPartner
    ? { mchid: call.merchant.mchid, appid: sp_appid, subMchid: sub_mchid, subAppid: sub_appid }
    : { mchid: call.merchant.mchid, appid }
  checkParties(parties, tools)
  return parties
}

/** Refuses an app that is not bound to its merchant, and a sub-merchant that is not the partner's. */
export function checkParties({ mchid, appid, subMchid, subAppid }: Parties, { merchants }: WorldTools): void {
  const merchant = merchants.find(mchid)
  if (appid !== undefined && merchant?.appids && !merchant.appids.includes(appid)) throw refuse('appNotBound')
  if (subMchid === undefined) return
  if (subMchid === mchid) throw refuse('ownSubMerchant')
  checkSubMerchant(merchant, subMchid)
  const bound = merchants.find(subMchid)?.appids
  if (subAppid !== undefined && bound && !bound.includes(subAppid)) throw refuse('subAppNotBound')
}

/** Refuses a sub-merchant for which a merchant may not call. */
export function checkSubMerchant(merchant: Merchant | undefined, subMchid: unknown): void {
  if (merchant?.subMerchants && !merchant.subMerchants.includes(String(subMchid))) throw refuse('notSubMerchant')
}

/**
 * Refuses an openid that belongs to another app. Whose it is tells the first order with it; only merchants that list their
 * apps are that strict, so that one openid does for all tests of the others.
 */
export function checkOpenid(
  { state, merchants }: WorldTools,
  { mchid, appid }: { readonly mchid: string; readonly appid?: string | undefined },
  openid: string | undefined,
): void {
  if (openid === undefined || appid === undefined || !merchants.find(mchid)?.appids) return
  const openids = state.table<{ readonly appid: string }>('openids')
  const known = openids.get(openid)
  if (known && known.appid !== appid) throw refuse('openidOfOtherApp')
  if (!known) openids.set(openid, { appid })
}
