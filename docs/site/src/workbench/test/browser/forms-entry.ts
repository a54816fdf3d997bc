// In the page: the form of every operation, filled in, read again, and opened to its last field.
import { areas, readArea } from '@wechatpay-kit/catalogue'
import { makeFirstValues } from '../../call/sample.ts'
import { createValuesForm } from '../../call/values-form.ts'
import { createSay } from '../../texts/index.ts'

/** Lists what is wrong with the form of an operation. */
export async function listFaults(): Promise<{ count: number; fields: number; faults: string[] }> {
  const faults: string[] = []
  let [count, fields] = [0, 0]
  for (const area of areas) {
    for (const operation of await readArea(area)) {
      count += 1
      const name = `${operation.method} ${operation.path}`
      const sample = makeFirstValues(operation)
      const form = createValuesForm(operation, sample, { say: createSay('zh'), language: 'zh' })
      const whole = JSON.stringify(sort(sample))
      const read = JSON.stringify(sort(form.read()))
      if (read !== whole) faults.push(`${name} reads ${read} in place of ${whole}`)
      openAll(form.element)
      const opened = JSON.stringify(sort(form.read()))
      if (opened !== whole) faults.push(`${name}, opened, reads ${opened} in place of ${whole}`)
      const inputs = [...form.element.querySelectorAll('.wb-form input.wb-input, .wb-form select')]
      fields += inputs.length
      const labels = inputs.filter((input) => !form.element.querySelector(`label[for="${input.id}"]`)?.textContent)
      if (labels.length > 0) faults.push(`${name} has ${labels.length} fields without a label`)
    }
  }
  return { count, fields, faults }
}

/** Opens all that is folded, as far as it goes. */
function openAll(element: HTMLElement): void {
  for (;;) {
    const closed = [...element.querySelectorAll('details')].filter((details) => !details.open)
    if (closed.length === 0) return
    for (const details of closed) {
      details.open = true
      // The browser tells of it later, and these elements stand in no page.
      details.dispatchEvent(new Event('toggle'))
    }
  }
}

/** Leaves out what is empty, and puts names in order: a form has them in another. */
function sort(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sort)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, member]) => [name, sort(member)] as const)
  const kept = entries.filter(
    ([name, member]) => name === 'json' || typeof member !== 'object' || Object.keys(Object(member)).length > 0,
  )
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)))
}
