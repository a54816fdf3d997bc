/** The words of a text as a search compares them: full-width letters and blanks, as Chinese keyboards write them, and capitals make no difference. */
export function readWords(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().trim().split(/\s+/).filter(Boolean)
}

/** A title without `API`: many end so, and nobody types it. */
export function removeEnding(title: string): string {
  return title.replace(/api$/i, '')
}

/** Method, and path without its first slash, of a text as a person pastes it: `POST /v3/…`, or a URL with its query. */
export function readPath(text: string): { method: string; target: string } {
  const [, method = '', target = ''] = /^(?:(\w+) )?(?:https?:\/\/[^/]+)?\/?([^?#]*)/.exec(text) ?? []
  return { method, target }
}

/** Tells if a path without its first slash, with values in place of variables, is one of a call of the operation at `path`. */
export function isCallOf(target: string, path: string): boolean {
  const [given, own] = [target.split('/'), path.slice(1).split('/')]
  return (
    given.length === own.length &&
    own.every((segment, index) => segment === given[index] || (/^\{.*\}$/.test(segment) && given[index] !== ''))
  )
}

/**
 * Tells if a text has all parts of a Chinese word of 4 to 12 characters, in any order: 订单查询 is in 查询订单. Chinese has no
 * blanks between words, so every cut into parts of two or more characters is tried.
 */
export function hasParts(word: string, text: string): boolean {
  if (!/^\p{Script=Han}{4,12}$/u.test(word)) return false
  for (let cut = 2; cut <= word.length - 2; cut++) {
    const rest = word.slice(cut)
    if (text.includes(word.slice(0, cut)) && (text.includes(rest) || hasParts(rest, text))) return true
  }
  return false
}
