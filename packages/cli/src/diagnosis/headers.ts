/**
 * Reads header lines, by their names in lower case. A status line, empty lines and lines without a colon are left out; a
 * value goes on in the next line where that begins with a blank, or where a quotation mark is still open.
 */
export function readHeaderLines(text: string): Record<string, string> {
  const headers: Record<string, string> = {}
  let last: string | undefined
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^[ \t]*([\w-]+):(.*)$/.exec(line) ?? []
    const before = last === undefined ? '' : (headers[last] ?? '')
    const text = value?.trim() ?? ''
    if (last !== undefined && isOpen(before)) headers[last] = `${before}\n${line}`
    else if (name !== undefined) {
      last = readName(name)
      headers[last] = last in headers ? `${headers[last]}, ${text}` : text
    } else if (last !== undefined && /^[ \t]+\S/.test(line)) headers[last] = `${before} ${line.trim()}`
  }
  return headers
}

/** Names as CGI, PHP and WSGI have them are read too: `HTTP_WECHATPAY_NONCE`. */
function readName(name: string): string {
  const lower = name.toLowerCase()
  return lower.startsWith('http_') ? lower.slice(5).replaceAll('_', '-') : lower
}

function isOpen(value: string): boolean {
  return /="/.test(value) && value.split('"').length % 2 === 0
}
