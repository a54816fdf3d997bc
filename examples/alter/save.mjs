import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Writes an exchange with the sandbox for checking by hand: both signed messages, both signatures, the ciphertexts, and
 * the throw-away keys that openssl needs for it.
 *
 * @param {string} folder
 * @param {{ method: string, url: string, headers: Record<string, string>, body: string }} request
 * @param {{ headers: Headers, body: string }} response
 * @param {{ merchant: { publicKey: string }, platform: { publicKey: string, privateKey: string } }} keys
 */
export async function saveExchange(folder, request, response, keys) {
  const { pathname, search } = new URL(request.url)
  const field = (/** @type {string} */ name) => request.headers['Authorization']?.match(`${name}="([^"]*)"`)?.[1] ?? ''
  const header = (/** @type {string} */ name) => response.headers.get(`wechatpay-${name}`) ?? ''
  const { cert_no, name, tel } = JSON.parse(request.body)
  const bytes = (/** @type {string} */ base64) => Buffer.from(base64, 'base64')
  /** @type {Record<string, string | Buffer>} */
  const files = {
    'request.txt': `${request.method}\n${pathname}${search}\n${field('timestamp')}\n${field('nonce_str')}\n${request.body}\n`,
    'request.signature': bytes(field('signature')),
    'response.txt': `${header('timestamp')}\n${header('nonce')}\n${response.body}\n`,
    'response.signature': bytes(header('signature')),
    'cert_no.encrypted': bytes(cert_no),
    'name.encrypted': bytes(name),
    'tel.encrypted': bytes(tel),
    'merchant-public.pem': keys.merchant.publicKey,
    'platform-public.pem': keys.platform.publicKey,
    'sandbox-private.pem': keys.platform.privateKey,
  }
  await mkdir(folder, { recursive: true })
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content, { mode: 0o600 })
}
