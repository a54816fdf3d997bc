/** A notification (回调通知) that WeChat Pay signed, its resource decrypted, with the type of its resource. */
export interface NotificationWith<Resource, Event = string, OriginalType = string | undefined> {
  /** Its number (通知ID): the same in every repetition. */
  readonly id: string
  /** When it was made, RFC 3339. */
  readonly create_time: string
  readonly event_type: Event
  /** `encrypt-resource`. */
  readonly resource_type: string
  readonly summary: string
  /** Kind of the resource before it was encrypted, such as `transaction`; some notifications do not say. */
  readonly original_type: OriginalType
  /** The decrypted JSON. Its origin is checked, its shape is not: the type is what is documented. */
  readonly resource: Resource
}

/**
 * Stands for any text but the documented ones, so that a comparison with a documented one leaves the undocumented out. It
 * is a type alone: the value is the text as it came, and can be given to whatever takes a `string`.
 */
export declare enum OtherText {
  /** No value: the text is what WeChat Pay sent. */
  any = 'any other text',
}
