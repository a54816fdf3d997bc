import type { State, Table } from '../../state/state.ts'
import { isWrongName } from '../people.ts'
import { refuseParameter, refuseRequest } from '../refusals.ts'
import type { Handle } from '../world.ts'

/** Somebody whom a merchant may share money with (分账接收方). */
interface Receiver {
  readonly type: string
  readonly account: string
  readonly name?: string
  readonly relation_type: string
  readonly custom_relation?: string
}

/** Receiver that a request names: the body of `receivers/add`, or a row of the list of a request for profit sharing. */
interface NamedReceiver {
  readonly type: string
  readonly account: string
  readonly name?: string
}

/** The receivers of all merchants. */
export interface Receivers {
  readonly add: Handle
  readonly remove: Handle
  /** Refuses somebody who was not added, or goes by another name. */
  check(mchid: string, subMchid: string | undefined, receiver: NamedReceiver): void
  has(mchid: string, subMchid: string | undefined, receiver: NamedReceiver): boolean
}

/** Keeps receivers in a state. */
export function createReceivers(state: State): Receivers {
  const receivers: Table<Receiver> = state.table('sharing-receivers')
  const toKey = (mchid: string, subMchid: string | undefined, { type, account }: NamedReceiver) =>
    `${mchid}/${subMchid ?? ''}/${type}/${account}`

  const checkName = ({ type, account, name }: NamedReceiver, known?: Receiver) => {
    if (name === undefined) return
    const isWrong = type === 'MERCHANT_ID' ? known && known.name !== name : isWrongName(state, account, name)
    if (isWrong) throw refuseRequest(type === 'MERCHANT_ID' ? '商户名称与全称不一致' : '微信用户姓名与实名不一致')
  }

  return {
    add({ merchant, json }) {
      const request = json as unknown as Receiver & { readonly sub_mchid?: string; readonly sub_appid?: string }
      const { sub_mchid, type, account, name, relation_type, custom_relation } = request
      if (type === 'MERCHANT_ID' && name === undefined) {
        throw refuseParameter('/name', 'is required for MERCHANT_ID', '分账接收方全称必填')
      }
      if (type === 'PERSONAL_SUB_OPENID' && request.sub_appid === undefined) {
        throw refuseParameter('/sub_appid', 'is required for PERSONAL_SUB_OPENID', '子商户应用ID必填')
      }
      if (relation_type === 'CUSTOM' && custom_relation === undefined) {
        throw refuseParameter('/custom_relation', 'is required for CUSTOM', '自定义的分账关系必填')
      }
      checkName(request)
      const added = { type, account, ...omitAbsent({ name }), relation_type, ...omitAbsent({ custom_relation }) }
      const key = toKey(merchant.mchid, sub_mchid, request)
      // One that is there stays as it is.
      if (!receivers.has(key)) receivers.set(key, added)
      return { ...omitAbsent({ sub_mchid }), ...added }
    },
    remove({ merchant, json }) {
      const { sub_mchid, type, account } = json as unknown as NamedReceiver & { readonly sub_mchid?: string }
      receivers.delete(toKey(merchant.mchid, sub_mchid, { type, account }))
      return { ...omitAbsent({ sub_mchid }), type, account }
    },
    check(mchid, subMchid, receiver) {
      const known = receivers.get(toKey(mchid, subMchid, receiver))
      if (!known) {
        throw refuseParameter(
          '/receivers',
          'is no receiver: call receivers/add',
          '分账接收方关系不存在，请检查参数中每个接收方的关系',
        )
      }
      checkName(receiver, known)
    },
    has: (mchid, subMchid, receiver) => receivers.has(toKey(mchid, subMchid, receiver)),
  }
}

/** Leaves out a field that is not there. */
export function omitAbsent<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>
}
