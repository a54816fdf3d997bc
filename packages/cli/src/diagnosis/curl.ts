import { type Bytes, concatenate, fromLatin1, toLatin1, toText, toUtf8 } from './bytes.ts'
import type { HttpMessage } from './http.ts'
import { writeMeta } from './multipart.ts'
import { readDialect, splitWords } from './shell.ts'

/** Short options of curl that take a value. */
const SHORT = 'AbCcDdEeFHhKmoPQrTtuUwXxYyz'
/** Long options of curl that take none, among those that people paste. */
const SWITCHES =
  /^--(anyauth|basic|compressed|compressed-ssh|digest|fail|fail-with-body|get|globoff|head|http1\.[01]|http[23]|http2-prior-knowledge|include|insecure|ipv4|ipv6|junk-session-cookies|list-only|location|location-trusted|negotiate|ntlm|path-as-is|progress-bar|raw|remote-header-name|remote-name|show-error|show-headers|silent|ssl-no-revoke|ssl|tcp-fastopen|tcp-nodelay|tlsv1(\.[0-3])?|trace-time|tr-encoding|verbose|no-.*)$/

/** Reads a file that a curl command names with `@`. */
export type ReadFile = (path: string) => Promise<Uint8Array>

/**
 * Reads a request from a curl command, as browsers and other tools copy it.
 *
 * @throws what `readFile` throws for a file that the command names.
 */
export async function readCurl(command: string, readFile: ReadFile): Promise<HttpMessage> {
  const given = readOptions(splitWords(readDialect(command)).slice(1))
  const headers: Record<string, string> = {}
  const data: Uint8Array[] = []
  let [method, url, isQuery] = ['', '', false]
  for (const { name, value } of given) {
    if (name === '-X' || name === '--request') method = value
    else if (name === '-H' || name === '--header') {
      const [key = '', ...rest] = value.split(':')
      headers[key.trim().toLowerCase()] = rest.join(':').trim()
    } else if (name === '-I' || name === '--head') method ||= 'HEAD'
    else if (name === '-G' || name === '--get') isQuery = true
    else if (name === '-F' || name === '--form' || name === '--form-string') {
      method ||= 'POST'
      headers['content-type'] = 'multipart/form-data'
      if (value.startsWith('meta=')) data.push(writeMeta(value.slice('meta='.length).replace(/;type=[\w/]+$/, '')))
    } else if (name === '--data-urlencode') data.push(encodeData(value))
    else if (name === '-d' || name === '--json' || name.startsWith('--data'))
      data.push(await readData(name, value, readFile))
    else if (name === '--url' || name === '') url = value
  }
  const body = concatenate(...data.flatMap((part, index) => (index > 0 ? [toUtf8('&'), part] : [part])))
  const { pathname, search } = splitUrl(url)
  const query = isQuery && body.length > 0 ? `${search ? `${search}&` : '?'}${toText(body)}` : search
  return {
    method: method || (data.length > 0 && !isQuery ? 'POST' : 'GET'),
    target: pathname + query,
    headers,
    body: isQuery ? new Uint8Array() : body,
  }
}

/** Encodes as `--data-urlencode` does: a name is left as it is, a value encoded. */
function encodeData(value: string): Bytes {
  const [, name, content = value] = /^([^=]*)=([\s\S]*)$/.exec(value) ?? []
  return toUtf8(`${name ? `${name}=` : ''}${encodeURIComponent(content)}`)
}

async function readData(name: string, value: string, readFile: ReadFile): Promise<Bytes> {
  if (!value.startsWith('@') || name === '--data-raw') return toUtf8(value)
  const file = await readFile(value.slice(1))
  // As curl does: only --data-binary and --json send a file as it is.
  return name === '--data-binary' || name === '--json'
    ? new Uint8Array(file)
    : fromLatin1(toLatin1(file).replace(/[\r\n]/g, ''))
}

/** Path and query as they stand in the URL: nothing is encoded or decoded. */
function splitUrl(url: string): { pathname: string; search: string } {
  const [, path = ''] = /^(?:[a-z]+:\/\/)?[^/?#]*([^#]*)/i.exec(url) ?? []
  const [pathname = '', ...rest] = path.split('?')
  return { pathname: pathname || '/', search: rest.length > 0 ? `?${rest.join('?')}` : '' }
}

function readOptions(words: readonly string[]): { name: string; value: string }[] {
  const options: { name: string; value: string }[] = []
  const queue = [...words]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const [, long, joined] = /^(--[\w.-]+)(?:=([\s\S]*))?$/.exec(word) ?? []
    if (long !== undefined) {
      const value = joined ?? (SWITCHES.test(long) ? '' : (queue.shift() ?? ''))
      options.push({ name: long, value })
    } else if (/^-[A-Za-z]/.test(word)) {
      // Switches can stand together, and a value can follow its letter: -sXPOST.
      const letters = word.slice(1)
      const place = [...letters].findIndex((letter) => SHORT.includes(letter))
      for (const letter of place < 0 ? letters : letters.slice(0, place))
        options.push({ name: `-${letter}`, value: '' })
      if (place >= 0)
        options.push({ name: `-${letters[place]}`, value: letters.slice(place + 1) || (queue.shift() ?? '') })
    } else {
      options.push({ name: '', value: word })
    }
  }
  return options
}
