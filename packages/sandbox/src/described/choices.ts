import type { CatalogueNode } from '@wechatpay-kit/catalogue'

/** Ends of documented values that tell of a success, the plainest first. */
const SUCCESS = [
  /^SUCCESS$/i,
  /(?:^|_)(?:SUCCESS|SUCCEED|SUCC)$/i,
  /(?:^|_)(?:FINISH|FINISHED|DONE|COMPLETE|COMPLETED|PAID|PAY_SUCCEED)$/i,
  /(?:^|_)(?:EFFECTIVE|APPROVED|PASS|PASSED|ACTIVE|ACTIVATED|ENABLED|AVAILABLE|NORMAL|SIGNED|AUTHORIZED|CONFIRMED)$/i,
  /(?:^|_)(?:CREATED|SENDED|SENDING|ACCEPTED|PUBLISHED|ONGOING|RUNNING|OPEN|ONLINE)$/i,
]

/** Parts of documented values that tell of none. */
const FAILURE =
  /UNKNOWN|FAIL|REJECT|CLOSE|CANCEL|EXPIRE|ERROR|ABNORMAL|REVOKE|DELETE|INVALID|DISABLE|STOP|DEACTIVATE|TERMINATE|^UN|_UN|^NO_|NOT_/i

/** Chooses the documented value that tells of a success; of none that do, the first that tells of no failure. */
export function chooseValue(values: NonNullable<CatalogueNode['enum']>): boolean | number | string {
  const texts = values.filter((value) => typeof value === 'string' && !FAILURE.test(value)) as string[]
  for (const expression of SUCCESS) {
    const found = texts.find((text) => expression.test(text))
    if (found !== undefined) return found
  }
  return texts[0] ?? values[0] ?? ''
}

/** Names of fields that tell why something ended badly: there is nothing to tell. */
const SAD = /fail|reject|error|close|cancel|invalid|deactivate|revoke|terminat|abnormal|punish/

/** Tells whether a response leaves a field out: it need not be there, and belongs to calls that ended badly. */
export function isLeftOut(name: string, node: CatalogueNode): boolean {
  return !node.required && SAD.test(name)
}

/** Makes a boolean: true, unless the name tells of something bad, or of more to come. */
export function makeBoolean(name: string): boolean {
  return !/fail|error|more|limit|punish|risk|block|end$|delete|lock/.test(name)
}
