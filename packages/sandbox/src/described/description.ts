import type { CatalogueNode, CatalogueOperation, NamedNode } from '@wechatpay-kit/catalogue'

/** An operation as the catalogue describes it, prepared for calls. */
export interface Description {
  /** Method and path: `GET v3/pay/transactions/id/{transaction_id}`. */
  readonly key: string
  /** All facts of the operation. */
  readonly operation: CatalogueOperation
  /** Variables of the path, as an object. */
  readonly params: CatalogueNode
  /** Members of the query, as an object. */
  readonly query: CatalogueNode
  /** JSON of the body; of an upload, of the part `meta`. */
  readonly json: CatalogueNode | undefined
  /** Parts of an upload beside its file and `meta`, as an object. */
  readonly form: CatalogueNode
  /** Headers that a caller has to give beside those of every call. */
  readonly headers: readonly string[]
  /** Status of a success. */
  readonly status: number
  /** JSON of the response to it; `undefined` where it has no content. */
  readonly response: CatalogueNode | undefined
}

/** Prepares an operation of the catalogue. */
export function describeOperation(operation: CatalogueOperation): Description {
  const { method, path, params = [], query = [], headers = [], form = [], json } = operation
  const [status = '200', response] = Object.entries(operation.response).find(([code]) => code.startsWith('2')) ?? []
  const meta = form.find(({ name }) => name === 'meta')
  return {
    key: `${method} ${path.slice(1)}`,
    operation,
    params: toObject(params),
    query: toObject(query),
    json: json ?? meta?.contains,
    form: toObject(form.filter((part) => part !== meta && part.type !== 'file')),
    headers: headers.filter((header) => header.name !== 'Wechatpay-Serial' && isDemanded(header)).map(toName),
    status: Number(status),
    response: response ?? undefined,
  }
}

/** Tells whether a field of a request is demanded: the documents do, and no source disagrees. */
export function isDemanded({ required, requiredDisputed }: CatalogueNode): boolean {
  return required === true && requiredDisputed !== true
}

function toObject(nodes: readonly NamedNode[]): CatalogueNode {
  return { type: 'object', fields: Object.fromEntries(nodes.map((node) => [node.name, node])) }
}

function toName({ name }: NamedNode): string {
  return name
}
