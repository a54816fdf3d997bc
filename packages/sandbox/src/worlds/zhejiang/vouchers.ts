import { createNonce } from '@wechatpay-kit/crypto'
import * as cancel from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/authcode/cancel'
import * as commit from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/authcode/commit'
import * as issueAuthcode from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/authcode/issue'
import * as refund from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/authcode/refund'
import * as tryAuthcode from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/authcode/try'
import type { State } from '../../state/state.ts'
import { Decline, defineHandler, type Handler } from './handler.ts'

/** A voucher code (品类凭证码): issued → frozen → issued again, or redeemed → refunded. */
interface Voucher {
  readonly cert_no: string
  readonly category: string
  readonly state: 'issued' | 'frozen' | 'redeemed' | 'refunded'
  /** Number of the last freeze. */
  readonly cred_frozen_no?: string
}

/** The voucher codes of the world, with the steps that qualifications need of them. */
export interface Vouchers {
  /** Issues a new code. */
  issue(voucher: { readonly cert_no: string; readonly category: string }): string
  /** Makes a code worthless that nobody has frozen. */
  withdraw(auth_code: string): void
  /** Declines a code that is not this person's. */
  checkOwner(row: { readonly auth_code: string; readonly cert_no: string } | undefined): void
  readonly handlers: readonly Handler[]
}

/** Makes the voucher codes and their handlers: issue → try → commit or cancel → refund. */
export function createVouchers(state: State): Vouchers {
  const vouchers = state.table<Voucher>('zhejiang.vouchers')
  const createCode = () => createNonce().slice(0, 18).toUpperCase()

  const find = (auth_code: string) => vouchers.get(auth_code) ?? fail('900101')

  const issue = ({ cert_no, category }: { cert_no: string; category: string }) => {
    const auth_code = createCode()
    vouchers.set(auth_code, { cert_no, category, state: 'issued' })
    return auth_code
  }

  const move = (
    { auth_code, cred_frozen_no }: { auth_code: string; cred_frozen_no: string },
    from: Voucher['state'],
    to: Voucher['state'],
  ) => {
    const voucher = find(auth_code)
    if (voucher.state !== from) throw new Decline('900103')
    if (voucher.cred_frozen_no !== cred_frozen_no) throw new Decline('900104')
    vouchers.set(auth_code, { ...voucher, state: to })
    return {}
  }

  return {
    issue,
    withdraw(auth_code) {
      if (vouchers.get(auth_code)?.state === 'issued') vouchers.delete(auth_code)
    },
    checkOwner(row) {
      if (row && find(row.auth_code).cert_no !== row.cert_no) throw new Decline('900101')
    },
    handlers: [
      defineHandler(issueAuthcode.post, ({ cert_no, category_id }) => {
        const isHeld = ({ cert_no: owner, category, state }: Voucher) =>
          owner === cert_no && category === category_id && state !== 'refunded'
        if ([...vouchers.values()].some(isHeld)) throw new Decline('900102')
        return { auth_code: issue({ cert_no, category: category_id }) }
      }),
      defineHandler(tryAuthcode.post, ({ auth_code, category }) => {
        const voucher = find(auth_code)
        if (voucher.state !== 'issued') throw new Decline('900103')
        if (voucher.category !== category) throw new Decline('900006')
        const cred_frozen_no = createCode()
        vouchers.set(auth_code, { ...voucher, state: 'frozen', cred_frozen_no })
        const event = { event_id: 'SANDBOX', event_title: '沙箱活动' }
        return { cred_frozen_no, ...event, discount_mode: 'DIS_SMKT', category_id: category }
      }),
      defineHandler(commit.post, (json) => move(json, 'frozen', 'redeemed')),
      defineHandler(cancel.post, (json) => move(json, 'frozen', 'issued')),
      defineHandler(refund.post, (json) => move(json, 'redeemed', 'refunded')),
    ],
  }
}

function fail(code: ConstructorParameters<typeof Decline>[0]): never {
  throw new Decline(code)
}
