/** Longest text of somebody else's that a message or a detail shows, in characters. */
const MAX_LENGTH = 1000

/** Longest text that is searched for sensitive values: beyond it nothing is shown anyway. */
const MAX_SEARCHED = 2 ** 16

/** Deepest nesting of a JSON value that is kept. */
const MAX_DEPTH = 32

/** Most members of a JSON value that are kept, at all depths. */
const MAX_MEMBERS = 1000

/** Masks what a list of sensitive values has in a text. */
type Mask = (text: string) => string

/** The masks of a list: of all its values, and of those that a code cannot hold by accident. */
interface Masks {
  readonly all: Mask
  readonly telling: Mask
}

/** The masks of lists that were asked for before: they never change. */
const masks = new WeakMap<readonly string[], Masks>()

/** Most values that are looked for one by one; engines keep expressions for a while, so that few calls should make one. */
const FEW = 32

/** Masks sensitive values in a text, and an `Authorization` that it quotes. */
function redact(text: string, sensitiveValues: readonly string[]): string {
  return redactCredentials(masksOf(sensitiveValues).all(text))
}

/** Masks sensitive values in a code. Callers branch on codes, so a one-letter name must not mask letters of them. */
function redactCode(code: string, sensitiveValues: readonly string[]): string {
  return redactCredentials(masksOf(sensitiveValues).telling(code))
}

/**
 * Prepares a text of somebody else's for a message: sensitive values are masked, characters that would change what a
 * terminal or a log shows are escaped, and it is cut at about 1 KB.
 */
export function quote(text: string, sensitiveValues: readonly string[]): string {
  return escapeControls(cut(redactBeginning(text, sensitiveValues)))
}

/** Ends a sentence with a full stop, where it has no end of its own: it may quote what somebody else wrote, or nothing. */
export function endSentence(text: string): string {
  const sentence = text.replace(/[\s:：]+$/, '')
  return /[.!?。！？]$/.test(sentence) ? sentence : `${sentence}.`
}

/** Masks sensitive values in the part of a text that is searched. */
function redactBeginning(text: string, sensitiveValues: readonly string[]): string {
  const redacted = redact(text.slice(0, MAX_SEARCHED), sensitiveValues)
  if (text.length <= MAX_SEARCHED) return redacted
  // A value that goes on beyond that part was not found, and masks are short enough to bring its beginning into sight.
  const longest = sensitiveValues.reduce((length, value) => Math.max(length, value.length), 0)
  return `${redacted.slice(0, Math.max(0, redacted.length - longest))}…`
}

/** Prepares a code of somebody else's for a message, as {@link quote} does, and {@link redactCode}. */
export function quoteCode(code: string, sensitiveValues: readonly string[]): string {
  return escapeControls(cut(redactCode(code, sensitiveValues)))
}

/** Tells whether a value is long or strange enough that a text that holds it can only be quoting it. */
export function isTelling(value: string): boolean {
  // No code holds Chinese: a name is masked however short it is.
  return value.length > 5 || /[^ -~]/.test(value)
}

/** Masks sensitive values in every text, name and number of a JSON value, of which nobody may have verified the size. */
export function redactJson(json: unknown, sensitiveValues: readonly string[]): unknown {
  let members = 0
  const visit = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return cut(redact(value, sensitiveValues))
    if (typeof value === 'number') return sensitiveValues.includes(String(value)) ? '***' : value
    if (typeof value !== 'object' || value === null) return value
    if (depth > MAX_DEPTH) return '…'
    if (Array.isArray(value)) {
      const kept = value.slice(0, Math.max(0, MAX_MEMBERS - members))
      members += kept.length
      const items = kept.map((item) => visit(item, depth + 1))
      return kept.length < value.length ? [...items, '…'] : items
    }
    const entries: [string, unknown][] = []
    for (const [name, member] of Object.entries(value)) {
      if (++members > MAX_MEMBERS) break
      entries.push([cut(redactCode(name, sensitiveValues)), visit(member, depth + 1)])
    }
    return Object.fromEntries(entries)
  }
  return visit(json, 0)
}

/** The request that a text responds to. */
interface Requested {
  /** Its sensitive values, and those of its path and query. */
  readonly sensitiveValues: readonly string[]
  readonly signed?: { readonly body?: unknown }
}

/**
 * Reads a word that nobody signed: an error's code, or the `Request-ID`, which looks like `08F78BB5AF0610D302-0`. `undefined`
 * where it looks otherwise, because it may quote anything in any encoding, and where it holds a value of the request.
 */
export function readUnsignedWord(word = '', { sensitiveValues, signed }: Requested): string | undefined {
  if (!/^[\w.:-]{1,128}$/.test(word)) return undefined
  // The values of a JSON body that could stand in a word; escapes are skipped, because a value may follow them.
  const values = String(signed?.body).match(/\\.|[\w.-][\w.:-]*/g) ?? []
  return [...sensitiveValues, ...values].some((value) => isTelling(value) && word.includes(value)) ? undefined : word
}

/**
 * Copies an error of somebody else's code, reduced to names, messages, codes and stacks. HTTP clients hang the whole
 * request on their errors, `Authorization` included, and errors end up in logs. Sensitive values are masked.
 */
export function redactError(error: unknown, sensitiveValues: readonly string[] = []): Error | undefined {
  try {
    return copyError(error, sensitiveValues, 0)
  } catch {
    // A transport's error that throws when it is read may quote anything.
    return undefined
  }
}

function copyError(error: unknown, sensitiveValues: readonly string[], depth: number): Error | undefined {
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== '[object DOMException]') return undefined
  const { name, message, code, stack, cause } = error as Error & { code?: unknown }
  const inner = depth < 5 ? copyError(cause, sensitiveValues, depth + 1) : undefined
  const copy = new Error(quote(message, sensitiveValues), inner && { cause: inner })
  copy.name = quote(String(name), sensitiveValues)
  // Before it is split: a value may hold line breaks itself.
  const lines = redactBeginning(String(stack ?? copy.stack), sensitiveValues).split('\n')
  copy.stack = lines
    .slice(0, 30)
    .map((line) => escapeControls(cut(line)))
    .join('\n')
  return Object.assign(copy, typeof code === 'string' ? { code: quote(code, sensitiveValues) } : {})
}

function masksOf(sensitiveValues: readonly string[]): Masks {
  const known = masks.get(sensitiveValues)
  if (known) return known
  const made = { all: createMask(sensitiveValues), telling: createMask(sensitiveValues.filter(isTelling)) }
  masks.set(sensitiveValues, made)
  return made
}

/** Makes the mask of values, as they are and percent-encoded. */
function createMask(values: readonly string[]): Mask {
  const forms = [...values, ...values.map(encodeURIComponent)]
  // The longest first: one may be part of another.
  const sorted = [...new Set(forms)].filter(Boolean).sort((one, other) => other.length - one.length)
  if (sorted.length <= FEW) return (text) => sorted.reduce((rest, value) => rest.replaceAll(value, '***'), text)
  // One expression, so that a text is searched once.
  const escaped = sorted.map((value) => value.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&'))
  const expression = new RegExp(escaped.join('|'), 'g')
  return (text) => text.replace(expression, '***')
}

function redactCredentials(text: string): string {
  // With bounds: without them, a long text of nothing but such beginnings would take quadratic time.
  return text
    .replace(/WECHATPAY2-\S{1,64}\s{1,8}\w{1,32}=.*/g, 'WECHATPAY2-…')
    .replace(/signature="[^"]*"/g, 'signature="…"')
}

function cut(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}

/** Escapes control characters, line breaks and the marks that turn or hide text. */
function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}
