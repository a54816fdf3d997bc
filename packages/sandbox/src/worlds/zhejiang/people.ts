import * as confirm from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/n-qualifications/confirm'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import * as claim from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/claim'
import * as queryQualifications from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/query'
import * as sync from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/sync'
import type { State } from '../../state/state.ts'
import { Decline, defineHandler, type Handler } from './handler.ts'
import type { Vouchers } from './vouchers.ts'

/** A person's qualification (资格) as the sandbox keeps it: one for each person. */
export interface Qualification {
  readonly cate_code: string
  readonly name: string
  readonly tel: string
  /** Voucher code of the last alteration; empty before. */
  readonly auth_code: string
  /** Number of alterations. */
  readonly alterations: number
  /** Whether it was redeemed (已核销). */
  readonly isRedeemed: boolean
}

/** A row that reports a redemption (`0`) or a return (`1`). */
interface Report {
  readonly cert_no: string
  readonly name: string
  readonly cate_code: string
  readonly status: string
}

/** Makes the handlers of qualifications: claim → query → alter → sync or confirm. */
export function createPeople(
  state: State,
  vouchers: Vouchers,
): {
  qualifications: ReadonlyMap<string, Qualification>
  handlers: readonly Handler[]
} {
  const qualifications = state.table<Qualification>('zhejiang.qualifications')

  const find = ({ cert_no, name }: { cert_no: string; name?: string }) => {
    const found = qualifications.get(cert_no)
    if (found && name !== undefined && found.name !== name) throw new Decline('900001')
    return found
  }

  const report = (row: Report) => {
    const found = find(row)
    if (!found) throw new Decline('900002')
    if (found.cate_code !== row.cate_code) throw new Decline('900006')
    const isRedeemed = row.status === '0'
    if (found.isRedeemed === isRedeemed) throw new Decline(isRedeemed ? '900004' : '900005')
    qualifications.set(row.cert_no, { ...found, isRedeemed })
  }

  /** Reports each row for itself; gives those that are impossible, described by their number and reason. */
  const reportAll = (rows: readonly Report[], check: (row: number) => void = () => {}): string[] => {
    const declines: Decline[] = []
    const errors = rows.flatMap((row, index) => {
      try {
        check(index)
        report(row)
        return []
      } catch (error) {
        if (!(error instanceof Decline)) throw error
        declines.push(error)
        return [`${index + 1}: ${error.message}`]
      }
    })
    if (declines[0] && errors.length === rows.length) throw declines[0]
    return errors
  }

  const handlers = [
    defineHandler(claim.post, (json) => {
      if (find(json)) throw new Decline('900003')
      const { cate_code, cert_no, name, tel } = json
      qualifications.set(cert_no, { cate_code, name, tel, auth_code: '', alterations: 0, isRedeemed: false })
      return {}
    }),
    defineHandler(queryQualifications.post, (json) => {
      const found = find(json)
      if (!found) {
        const { cate_code = '' } = json
        return { data: [{ cate_code, status: '尚未领取资格', status_code: '00' }] }
      }
      // Of the codes only 00 has a published meaning; the others are the sandbox's own choice.
      const state = found.isRedeemed
        ? { status: '已核销', status_code: '02' as const }
        : { status: '已领取资格', status_code: '01' as const }
      return { data: [{ cate_code: found.cate_code, ...state }] }
    }),
    defineHandler(alter.post, (json) => {
      // A person unknown to the sandbox has claimed a qualification elsewhere.
      const before = find(json)
      if (before?.isRedeemed) throw new Decline('900004')
      const { cate_code, cert_no, name, tel } = json
      if (before) vouchers.withdraw(before.auth_code)
      const auth_code = vouchers.issue({ cert_no, category: cate_code })
      const alterations = (before?.alterations ?? 0) + 1
      qualifications.set(cert_no, { cate_code, name, tel, auth_code, alterations, isRedeemed: false })
      return { auth_code }
    }),
    defineHandler(sync.post, ({ data = [] }) => {
      const error_data = reportAll(data, (index) => vouchers.checkOwner(data[index]))
      return error_data.length > 0 ? { error_data } : {}
    }),
    defineHandler(confirm.post, ({ data = [] }) => {
      // This response has no list of errors: all rows are good, or nothing is reported.
      const before = data.map(({ cert_no }) => [cert_no, qualifications.get(cert_no)] as const)
      if (reportAll(data).length === 0) return {}
      for (const [cert_no, qualification] of before) if (qualification) qualifications.set(cert_no, qualification)
      throw new Decline('900002')
    }),
  ]
  return { qualifications, handlers }
}
