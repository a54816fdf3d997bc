import type { CatalogueNode, CatalogueNotification, CatalogueOperation } from '@wechatpay-kit/catalogue'

/** The node at a place such as `json.list[].name`, walked from its record. */
export function findNode(record: CatalogueOperation | CatalogueNotification, place: string): CatalogueNode | undefined {
  const [head = '', ...steps] = place.split('.')
  let node: CatalogueNode | undefined
  if ('resource' in record) node = record.resource
  else if (head === 'json') node = record.json
  else if (head === 'response') node = Object.values(record.response).find((value) => value !== null) ?? undefined
  else {
    const name = steps.shift()
    node = record[head as 'params' | 'query' | 'headers' | 'form']?.find((named) => named.name === name)
  }
  for (const step of steps) {
    const [, name = '', lists = ''] = /^([^[]*)((?:\[\])*)$/.exec(step) ?? []
    const owner: CatalogueNode | undefined = node?.contains ?? node
    node = owner?.fields?.[name]
    for (let count = lists.length / 2; count > 0; count--) node = node?.items
  }
  return node
}

/** Fields of requests, of responses, and of JSON inside texts of either. */
export interface FieldCounts {
  request: number
  response: number
  inside: number
}

/** Counts the named fields for which the test holds; it is asked about the items of a list of plain values too. */
export function countFields(
  records: readonly CatalogueOperation[],
  test: (node: CatalogueNode) => boolean,
): FieldCounts {
  const counts: FieldCounts = { request: 0, response: 0, inside: 0 }
  const visit = (node: CatalogueNode, kind: keyof FieldCounts): void => {
    for (const child of Object.values(node.fields ?? {})) visitNamed(child, kind)
    if (node.items) visit(node.items, kind)
    if (node.contains) visit(node.contains, 'inside')
  }
  const visitNamed = (node: CatalogueNode, kind: keyof FieldCounts): void => {
    const isPlainList = node.items !== undefined && node.items.fields === undefined
    if (test(node) || (isPlainList && node.items && test(node.items))) counts[kind]++
    visit(node, kind)
  }
  for (const { params = [], query = [], headers = [], form = [], json, response } of records) {
    for (const node of [...params, ...query, ...headers, ...form]) visitNamed(node, 'request')
    if (json) visit(json, 'request')
    for (const node of Object.values(response)) if (node) visit(node, 'response')
  }
  return counts
}
