/**
 * One documented operation: a method and a path, what it takes and what it responds. Source: the community's description
 * of WeChat Pay APIv3, corrected by WeChat Pay's own SDKs and sample programs; WeChat Pay's documents decide.
 *
 * @example
 * ```ts
 * import { type CatalogueOperation, readArea } from '@wechatpay-kit/catalogue'
 *
 * const [operation]: readonly CatalogueOperation[] = await readArea('refund')
 * console.log(operation?.doc.map((number) => `https://pay.weixin.qq.com/doc/v3/${number}`))
 * ```
 */
export interface CatalogueOperation {
  /** HTTP method. */
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT'
  /** Path as it is called, from the first slash, variables in braces: `/v3/pay/transactions/id/{transaction_id}`. */
  readonly path: string
  /** Chinese title; empty where none is known. */
  readonly title: string
  /** Short English title, where the overlay has one. */
  readonly english?: string
  /** Chinese names of the products that it belongs to. */
  readonly tags?: readonly string[]
  /** Chinese names of those who may call it, such as 直连商户 or 服务商. */
  readonly roles?: readonly string[]
  /** Date of the description, `YYYY-MM-DD`; the day on which the facts were last looked after, not those of the call. */
  readonly updated?: string
  /** Host where it is not `api.mch.weixin.qq.com`, or not it alone. */
  readonly host?: string
  /** `true` where WeChat Pay has to grant access first. */
  readonly permission?: true
  /** End of the operation, where one is known. */
  readonly deprecated?: CatalogueDeprecation
  /** Media type of the request's body; without one there is no body. */
  readonly contentType?: 'application/json' | 'multipart/form-data'
  /** Numbers of documents, such as `merchant/4012791858`: pages below `https://pay.weixin.qq.com/doc/v3/`. Those that begin with `global/` lie below `https://pay.weixin.qq.com/doc/global/v3/zh/`. */
  readonly doc: readonly string[]
  /** Paths of older pages below `https://pay.weixin.qq.com/`, where no number of a document is known. */
  readonly docOld?: readonly string[]
  /** `true` where the body is a file beside its description. */
  readonly upload?: true
  /** `true` where the response is a file. */
  readonly download?: true
  /** Media types of a response that is not JSON. */
  readonly produces?: readonly string[]
  /** `true` where code of WeChat Pay's own (SDK in Go or Java, sample programs) has this operation. Otherwise nothing but the community vouches for it. */
  readonly official?: true
  /** `true` where the community's description lacks the operation: all of `official-only`, and one known from its pages alone. */
  readonly undescribed?: true
  /** Variables of the path. */
  readonly params?: readonly NamedNode[]
  /** Members of the query. */
  readonly query?: readonly NamedNode[]
  /** Headers beyond those of every call. */
  readonly headers?: readonly NamedNode[]
  /** Parts of a body that is `multipart/form-data`. */
  readonly form?: readonly NamedNode[]
  /** JSON of the request's body. */
  readonly json?: CatalogueNode
  /** JSON of the response by status; `null` for a response without content. */
  readonly response: { readonly [status: string]: CatalogueNode | null }
  /** Headers that the response has besides, where some are documented. */
  readonly responseHeaders?: readonly string[]
  /** Places of the RSA-encrypted texts: those of the request under WeChat Pay's key, of the response under the merchant's. A place begins with `json`, `query`, `params` or `response`; `[]` stands for every item of a list. */
  readonly encrypted?: { readonly request?: readonly string[]; readonly response?: readonly string[] }
  /** Number that makes a repetition harmless, only where a page of WeChat Pay's says so; repeat no POST without it. */
  readonly idempotency?: CatalogueIdempotency
}

/** Number by which WeChat Pay recognises a repetition of a call: with the same number and the same values, nothing happens twice. */
export interface CatalogueIdempotency {
  /** Name of the member of the request's JSON that holds the number: `out_refund_no`; or of the header, as in `headers`. */
  readonly field: string
  /** Document that says so, as in {@link CatalogueOperation.doc}; or the path of an older page, as in `docOld`. */
  readonly doc: string
}

/** End of an operation: `withdrawn`, or `replaced` by other paths. */
export interface CatalogueDeprecation {
  /** Kind of the end. */
  readonly kind: 'replaced' | 'withdrawn'
  /** Day of the end, `YYYY-MM-DD`. */
  readonly since?: string
  /** Paths that take its place. */
  readonly by?: readonly string[]
}

/**
 * One value of a request, a response or a notification; what is false or unknown is left out.
 *
 * A field of a request can be demanded if it is `required` and not `requiredDisputed`. A field of a response can be relied
 * on if, besides, the operation is `official` and the field not `unconfirmed`. In an `official` operation, fields that are
 * not `unconfirmed` are known to WeChat Pay's own code.
 */
export interface CatalogueNode {
  /** Type in JSON; `file` is a part of a form, `any` is described no further. */
  readonly type: 'any' | 'array' | 'boolean' | 'file' | 'integer' | 'number' | 'object' | 'string'
  /** `true` where the documents demand the field, and WeChat Pay's SDK in Go does not leave it free. */
  readonly required?: true
  /** `true` where sources disagree whether the field is required; `required` says how that was settled. */
  readonly requiredDisputed?: true
  /** `true` where sources disagree about the type, which is the likelier one. */
  readonly typeDisputed?: true
  /** `true` where not all values of `enum` are from the description; the others are from code of WeChat Pay's own. */
  readonly enumDisputed?: true
  /** `true` where the text is plain for the caller and RSA-encrypted on the wire. In a list it stands on `items`. */
  readonly encrypted?: true
  /** `true` where sources disagree whether the text is encrypted; one of them says that it is. */
  readonly encryptedDisputed?: true
  /** `true` where WeChat Pay's own code has the operation and lacks the field, or only one community SDK has the field. */
  readonly unconfirmed?: true
  /** `true` where the description lacks the field, and an SDK or a sample program has it; it is `required` only where it was `corrected`. */
  readonly undescribed?: true
  /** Name of a field beside or near it that is probably the same field, spelt otherwise; accept both. */
  readonly spelling?: string
  /** `true` where the value can be `null`. */
  readonly nullable?: true
  /** Documented values; seldom all there are. */
  readonly enum?: readonly (boolean | number | string)[]
  /** Form of a text: `rfc3339`, `date`, `url`, `media-id` (of an upload), `base64`, `json` (a text that holds JSON, see `contains`), `numeric`, `int64`, `uint64` and others. */
  readonly format?: string
  /** Unit of an amount, where a source tells it; without it nothing is known. */
  readonly unit?: 'fen' | 'yuan'
  /** Source that states the limits of this value, as in {@link CatalogueNode.corrected}; other limits are the description's alone, and some of those are wrong. */
  readonly limited?: string
  /** Greatest length of a text, in characters. */
  readonly maxLength?: number
  /** Least length of a text, in characters. */
  readonly minLength?: number
  /** Regular expression of a text, as the description has it. */
  readonly pattern?: string
  /** Least number. */
  readonly minimum?: number
  /** Greatest number. */
  readonly maximum?: number
  /** Least count of a list. */
  readonly minItems?: number
  /** Greatest count of a list. */
  readonly maxItems?: number
  /** Value that WeChat Pay takes where the field is left out. */
  readonly default?: boolean | number | string
  /** Short Chinese name. */
  readonly term?: string
  /** Short English name, where the overlay has one. */
  readonly english?: string
  /** Official name of the field, where the description's is another: type and send that one. It stands beside this node. */
  readonly misspelt?: string
  /** Source because of which the node differs from the description: a document, as in {@link CatalogueOperation.doc}, or a repository of WeChat Pay's and a path in it. */
  readonly corrected?: string
  /** Items of a list. */
  readonly items?: CatalogueNode
  /** JSON inside a text of the format `json`. */
  readonly contains?: CatalogueNode
  /** Fields of an object by name, in the order of the document. An object without them is described no further. */
  readonly fields?: { readonly [name: string]: CatalogueNode }
}

/** A node with a name of its own: a path variable, member of a query, header or part of a form. */
export interface NamedNode extends CatalogueNode {
  /** Name on the wire. */
  readonly name: string
}

/**
 * One kind of notification, told apart by the event type, or by event type and `original_type`. Source: the community's
 * pages about notifications; no official code was compared.
 */
export interface CatalogueNotification {
  /** Values of `event_type` with which it comes. */
  readonly events: readonly string[]
  /** Values of `resource.original_type`, where they are known. */
  readonly originalTypes?: readonly string[]
  /** Chinese title; empty where the event type was renamed. */
  readonly title: string
  /** Numbers of documents, as in {@link CatalogueOperation.doc}. */
  readonly doc: readonly string[]
  /** Paths of older pages, as in {@link CatalogueOperation.docOld}. */
  readonly docOld?: readonly string[]
  /** Event type that took its place. */
  readonly movedTo?: string
  /** JSON of the resource, decrypted. */
  readonly resource: CatalogueNode
  /** Places in the decrypted resource that are RSA-encrypted again, under the merchant's key: `resource.user_name`. */
  readonly encrypted?: readonly string[]
}
