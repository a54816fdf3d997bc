// Ways to change a genuine response, or a genuine notification.
/** @typedef {import('./scene.mjs').Plain} Plain */
/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {(plain: Plain, random: Random, other: Plain) => Plain} Mutation */

const SIGNED = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial']

/** @param {Plain} plain @param {string} name @param {(value: string) => string | undefined} change @returns {Plain} */
function changeHeader(plain, name, change) {
  const { [name]: value = '', ...headers } = plain.headers
  const changed = change(value)
  return { ...plain, headers: changed === undefined ? headers : { ...headers, [name]: changed } }
}

/** @param {readonly Uint8Array[]} parts */
function join(...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** @param {Plain} plain @param {(text: string) => string} change @returns {Plain} */
function changeText(plain, change) {
  return { ...plain, body: new TextEncoder().encode(change(new TextDecoder().decode(plain.body))) }
}

/** @type {Record<string, Mutation>} */
export const mutations = {
  'a bit of the body flipped': (plain, random) => {
    const body = plain.body.slice()
    const index = random.below(body.length)
    body[index] = (body[index] ?? 0) ^ (1 << random.below(8))
    return { ...plain, body }
  },
  'body cut': (plain, random) => ({ ...plain, body: plain.body.slice(0, random.below(plain.body.length)) }),
  'body emptied': (plain) => ({ ...plain, body: new Uint8Array() }),
  'bytes put in': (plain, random) => {
    const index = random.below(plain.body.length + 1)
    const more = random.bytes(1 + random.below(8))
    return { ...plain, body: join(plain.body.slice(0, index), more, plain.body.slice(index)) }
  },
  'JSON written anew': (plain) => changeText(plain, (text) => text.replace(/^\{/, '{ ')),
  'a line feed at the end': (plain) => changeText(plain, (text) => `${text}\n`),
  'a byte order mark in front': (plain) => ({ ...plain, body: join(Uint8Array.of(0xef, 0xbb, 0xbf), plain.body) }),
  'a field added': (plain) =>
    changeText(plain, (text) => text.replace(/\}$/, ',"resp_code":"000000","auth_code":"X"}')),
  'the body of another response': (plain, _, other) => ({ ...plain, body: other.body }),
  'the headers of another response': (plain, _, other) => ({ ...plain, headers: other.headers }),
  'a header of another response': (plain, random, other) => {
    const name = random.pick(SIGNED)
    return changeHeader(plain, name, () => other.headers[name])
  },
  'a header left out': (plain, random) => changeHeader(plain, random.pick(SIGNED), () => undefined),
  'a header emptied': (plain, random) => changeHeader(plain, random.pick(SIGNED), () => ''),
  'a header doubled': (plain, random) => changeHeader(plain, random.pick(SIGNED), (value) => `${value}, ${value}`),
  'white space around a header': (plain, random) => changeHeader(plain, random.pick(SIGNED), (value) => ` ${value}\t`),
  'two headers exchanged': (plain, random) => {
    const [one, two] = [random.pick(SIGNED), random.pick(SIGNED)]
    const { [one]: first = '', [two]: second = '' } = plain.headers
    return { ...plain, headers: { ...plain.headers, [one]: second, [two]: first } }
  },
  'moved in time': (plain, random) =>
    changeHeader(plain, 'wechatpay-timestamp', (value) => String(Number(value) + random.below(2000) - 1000)),
  'another spelling of the time': (plain, random) =>
    changeHeader(plain, 'wechatpay-timestamp', (value) =>
      random.pick([`0${value}`, `+${value}`, `${value}.0`, `${value}e0`, `0x${Number(value).toString(16)}`, 'NaN']),
    ),
  'a character of the signature changed': (plain, random) =>
    changeHeader(plain, 'wechatpay-signature', (value) => {
      const index = random.below(value.length)
      return `${value.slice(0, index)}${random.pick([...'ABCabc019+/=_- '])}${value.slice(index + 1)}`
    }),
  'a signature of chance': (plain, random) =>
    changeHeader(plain, 'wechatpay-signature', () =>
      btoa(String.fromCharCode(...random.bytes(random.pick([1, 255, 256, 257, 512])))),
    ),
  'another key': (plain, random) =>
    changeHeader(plain, 'wechatpay-serial', () =>
      random.pick([
        '',
        '__proto__',
        'constructor',
        'PUB_KEY_ID_01',
        'ABCDEF01',
        '0',
        'toString',
        '../',
        'x'.repeat(9999),
      ]),
    ),
  'another algorithm': (plain, random) =>
    changeHeader(plain, 'wechatpay-signature-type', () =>
      random.pick(['none', 'WECHATPAY2-SM2-WITH-SM3', 'HMAC-SHA256']),
    ),
  'a probe': (plain) => changeHeader(plain, 'wechatpay-signature', (value) => `WECHATPAY/SIGNTEST/${value.slice(19)}`),
}

/** Tells whether two responses carry the same signature of the same body, white space around headers aside. */
export function isSameMessage(/** @type {Plain} */ one, /** @type {Plain} */ other) {
  const isSameBody =
    one.body.length === other.body.length && one.body.every((byte, index) => byte === other.body[index])
  return isSameBody && SIGNED.every((name) => one.headers[name]?.trim() === other.headers[name]?.trim())
}
