/** Prints to standard output; everything long or personal is shortened first. */
const print = (/** @type {string} */ line = '') => console.log(line)

/** @param {string} text */
const shorten = (text) => (text.length > 60 ? `${text.slice(0, 12)}… (${text.length} characters)` : text)

/** Shows enough of a personal value to recognise it. @param {string} text */
function mask(text) {
  const characters = [...text]
  const shown = characters.length > 8 ? 3 : characters.length > 1 ? 1 : 0
  return characters
    .map((character, index) => (index < shown || index > characters.length - shown ? character : '*'))
    .join('')
}

/** @param {string} value */
const shortenAuthorization = (value) =>
  value.replace(/signature="([^"]*)"/, (_, signature) => `signature="${shorten(signature)}"`)

/** @param {string} path */
export function printCall(path) {
  print(`$ wechatpay-kit call POST ${path} --json -\n`)
}

/**
 * @param {{ method: string, url: string, headers: Record<string, string>, body: string }} request
 * @param {Record<string, string>} plain what the caller gave
 */
export function printRequest({ method, url, headers, body }, plain) {
  const { pathname, search, origin } = new URL(url)
  print(`→ ${method} ${pathname}${search}`)
  print(`  to ${origin}`)
  for (const [name, value] of Object.entries(headers)) {
    print(`  ${name}: ${name === 'Authorization' ? shortenAuthorization(value) : value}`)
  }
  for (const [name, value] of Object.entries(JSON.parse(body))) {
    print(`  ${name.padEnd(10)}${value === plain[name] ? value : `${shorten(value)} ← encrypted with RSA-OAEP`}`)
  }
  print()
}

/**
 * @param {import('@wechatpay-kit/sandbox').SeenRequest} seen
 * @param {Record<string, string>} plain
 */
export function printSeen({ platformKeyId, json }, plain) {
  print('• the sandbox checked the signature and decrypted')
  print(`  with ${platformKeyId}`)
  for (const [name, value] of Object.entries(json)) {
    const isPersonal = ['cert_no', 'name', 'tel'].includes(name)
    print(
      `  ${name.padEnd(10)}${isPersonal ? mask(String(value)) : value} ${value === plain[name] ? '= what was given' : '≠ WHAT WAS GIVEN'}`,
    )
  }
  print()
}

/** @param {{ status: number, headers: Headers }} response */
export function printResponse({ status, headers }) {
  print(`← ${status}`)
  for (const [name, value] of headers) {
    if (/^(wechatpay-|request-id|content-type)/.test(name)) print(`  ${name}: ${shorten(value)}`)
  }
}

/** Prints what the command gave, which it verified. @param {{ resp_code: string, resp_desc: string, auth_code: string }} result */
export function printResult({ resp_code, resp_desc, auth_code }) {
  print('  signature verified')
  print(`  resp_code ${resp_code}`)
  print(`  resp_desc ${resp_desc}`)
  print(`  auth_code ${auth_code}`)
  print()
}
