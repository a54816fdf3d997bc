// Hosts and files of downloads that are not what was published.
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const GROUP = 'downloads'
const HOME = 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=a'

const ADDRESSES = [
  'https://evil.example/v3/a',
  'https://api.mch.weixin.qq.com@evil.example/v3/a',
  'https://user:pass@api.mch.weixin.qq.com/v3/a',
  'https://api.mch.weixin.qq.com.evil.example/v3/a',
  'https://evilmch.weixin.qq.com/v3/a',
  'https://mch.weixin.qq.com.evil.example/v3/a',
  'https://evil.example\\@api.mch.weixin.qq.com/v3/a',
  'https://evil.example/\\api.mch.weixin.qq.com/v3/a',
  '//evil.example/v3/a',
  'https:evil.example/v3/a',
  'https:\\\\evil.example/v3/a',
  'http://api.mch.weixin.qq.com/v3/a',
  'https://api.mch.weixin.qq.com:8443/v3/a',
  'ftp://api.mch.weixin.qq.com/v3/a',
  'javascript:alert(1)',
  'data:text/plain,x',
  'file:///etc/passwd',
  'blob:https://api.mch.weixin.qq.com/x',
  'https://ａpi.mch.weixin.qq.com.evil.example/v3/a',
  'https://api。evil.example/v3/a',
  'https://api.mch.weixin.qq.com%2eevil.example/v3/a',
  'https://api.mch.weixin.qq.com#@evil.example/v3/a',
  'https://api.mch.weixin.qq.com?@evil.example/v3/a',
  'https://api.mch.weixin.qq.com/v2/a',
  'https://api.mch.weixin.qq.com/v3/../secapi',
  'https://api.mch.weixin.qq.com/%2e%2e/v3',
  'https://api.mch.weixin.qq.com./v3/a',
  'https://evil.example\t/v3/a',
  'ht\ntps://evil.example/v3/a',
  'https://[::1]/v3/a',
  'https://127.0.0.1/v3/a',
  'https://wechatpay.cn.evil.example/v3/a',
  'https://xn--wechatpay-.cn/v3/a',
  '',
  ' ',
  'v3/a',
  '/v3/a',
  'https://',
  'https://?',
  'https://evilwechatpay.cn/v3/a',
]

/** @param {Context} context */
export async function attackDownloads(context) {
  await sendElsewhere(context)
  await changeFiles(context)
  await weakenHashes(context)
  await unpackBombs(context)
}

/** @param {Context} context */
async function sendElsewhere({ scene, tally }) {
  for (const address of ADDRESSES) {
    let sent = ''
    const wxpay = scene.connect({
      transport: async (url) => {
        sent = url
        return new Response('x')
      },
    })
    const hash = { type: /** @type {const} */ ('SHA1'), value: '0'.repeat(40) }
    const { error } = await settle(wxpay.download(address, { hash }).then((response) => response.text()))
    const host = sent && new URL(sent).host
    const isHome = sent === '' || (/^https:/.test(sent) && /(^|\.)(mch\.weixin\.qq\.com|wechatpay\.cn)\.?$/.test(host))
    tally.count(GROUP, 'no signature goes to a foreign host', isHome, `${address} → ${host}`)
    tally.count(GROUP, 'every failure is one error of the union', isWechatPayError(error), `${address}: ${error}`)
  }
}

/** @param {Context} context */
async function changeFiles({ scene, random, tally, scale }) {
  for (let round = 0; round < 400 * scale; round++) {
    const file = random.bytes(1 + random.below(3_000))
    const type = random.pick(/** @type {const} */ (['SHA1', 'SHA256']))
    const value = await digest(type === 'SHA1' ? 'SHA-1' : 'SHA-256', file)
    const gunzip = random.chance(0.5)
    const changed = random.pick([cut, flip, extend, emptied])(file, random)
    const packed = gunzip ? await pack(changed) : changed
    const wxpay = scene.connect({ transport: async () => new Response(packed) })
    const { value: bytes, error } = await settle(
      wxpay.download(HOME, { hash: { type, value }, gunzip }).then((response) => response.arrayBuffer()),
    )
    tally.count(
      GROUP,
      'a file that is not the published one cannot be read to its end',
      bytes === undefined,
      `${type}, gunzip ${gunzip}`,
    )
    if (error) tally.count(GROUP, 'every failure is one error of the union', isWechatPayError(error), String(error))
  }
}

/** @param {Context} context */
async function weakenHashes({ scene, tally }) {
  const empty = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
  const hashes = [
    undefined,
    null,
    'unpublished',
    {},
    [],
    'SHA1',
    true,
    { type: 'MD5', value: 'd41d8cd98f00b204e9800998ecf8427e' },
    { type: 'SHA1' },
    { type: 'SHA1', value: '' },
    { type: 'SHA1', value: empty.slice(1) },
    { type: 'SHA1', value: [empty] },
    { type: '__proto__', value: empty },
    { type: 'constructor', value: empty },
    { type: 'SHA256', value: empty },
    { type: ['SHA1'], value: empty },
    { type: 'SHA1', value: `${empty} ` },
    { type: 'SHA1', value: null },
    { type: 'none', value: 'none' },
    { type: '', value: '' },
  ]
  for (const hash of hashes) {
    const wxpay = scene.connect({ transport: async () => new Response('another file') })
    const reading = Promise.resolve().then(() => wxpay.download(HOME, /** @type {any} */ ({ hash })))
    const { value } = await settle(reading.then((response) => response.text()))
    tally.count(
      GROUP,
      'no file is read without a hash that is one',
      value === undefined,
      JSON.stringify(hash) ?? 'undefined',
    )
  }
}

/** @param {Context} context */
async function unpackBombs({ scene, tally, scale }) {
  const size = 32 * 2 ** 20
  const bomb = await pack(new Uint8Array(size))
  const value = await digest('SHA-1', new Uint8Array(size))
  for (let round = 0; round < 3 * scale; round++) {
    const wxpay = scene.connect({ transport: async () => new Response(bomb) })
    const options = { hash: { type: 'SHA1', value }, gunzip: true, maxBytes: 2 ** 20, maxUnpackedBytes: 2 ** 20 }
    let handed = 0
    const reading = Promise.resolve().then(async () => {
      const response = await wxpay.download(HOME, /** @type {any} */ (options))
      for await (const chunk of /** @type {any} */ (response.body)) handed += chunk.length
    })
    const { error } = await settle(reading)
    const isBounded = error !== undefined && error.name !== 'ValidationError' && handed <= 2 ** 21
    tally.count(GROUP, 'maxUnpackedBytes bounds what is unpacked', isBounded, `${handed} bytes, ${error}`)
  }
}

/** @param {Uint8Array<ArrayBuffer>} file @param {import('./random.mjs').Random} random */
const cut = (file, random) => file.slice(0, random.below(file.length))
/** @param {Uint8Array<ArrayBuffer>} file @param {import('./random.mjs').Random} random */
function flip(file, random) {
  const changed = file.slice()
  const index = random.below(file.length)
  changed[index] = (changed[index] ?? 0) ^ (1 << random.below(8))
  return changed
}
/** @param {Uint8Array<ArrayBuffer>} file @param {import('./random.mjs').Random} random */
const extend = (file, random) => Uint8Array.from([...file, ...random.bytes(1 + random.below(9))])
const emptied = () => new Uint8Array()

/** @param {string} algorithm @param {Uint8Array<ArrayBuffer>} bytes */
async function digest(algorithm, bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest(algorithm, bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function pack(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
