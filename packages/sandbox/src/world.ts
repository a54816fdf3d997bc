import { createNonce } from '@wechatpay-kit/crypto'
import { alter } from '@wechatpay-kit/endpoints'
import { Refusal } from './refusal.ts'

/** A person's qualification (资格) as the sandbox keeps it. */
export interface Qualification {
  readonly cate_code: string
  readonly name: string
  readonly tel: string
  readonly auth_code: string
  /** How often it was altered. */
  readonly alterations: number
}

/** The JSON of an answer. */
type AnswerJson = Readonly<Record<string, string>>

/** What the sandbox remembers, and what each operation does to it. */
export interface World {
  /** Qualifications by identity document number (证件号码). */
  readonly qualifications: ReadonlyMap<string, Qualification>
  /** Executes a call once per request serial number; throws a refusal if the number comes back with other content. */
  execute(path: string, json: Readonly<Record<string, string>>, requestNumber: string): AnswerJson
}

/** Makes an empty world. */
export function createWorld(): World {
  const qualifications = new Map<string, Qualification>()
  const executed = new Map<string, { content: string; answer: AnswerJson }>()

  const effects: Record<string, (json: Readonly<Record<string, string>>) => AnswerJson> = {
    [alter.path]: (json) => {
      const { cate_code = '', cert_no = '', name = '', tel = '' } = json
      const before = qualifications.get(cert_no)
      // The codes of real declines are not published; this one is the sandbox's own.
      if (before && before.name !== name)
        return { resp_code: '900001', resp_desc: '姓名与证件号码不一致', auth_code: '' }
      const auth_code = createNonce().slice(0, 18)
      qualifications.set(cert_no, { cate_code, name, tel, auth_code, alterations: (before?.alterations ?? 0) + 1 })
      return { resp_code: '000000', resp_desc: '成功', auth_code }
    },
  }

  return {
    qualifications,
    execute(path, json, requestNumber) {
      const key = `${path} ${requestNumber}`
      const content = JSON.stringify(json)
      const earlier = executed.get(key)
      if (earlier && earlier.content !== content) {
        throw new Refusal(400, 'INVALID_REQUEST', '请求重入，但参数与之前不一致', { reason: 268498688 })
      }
      const answer = earlier?.answer ?? effects[path]?.(json)
      if (!answer) throw new Error(`The sandbox does not play ${path}.`)
      executed.set(key, { content, answer })
      return answer
    },
  }
}
