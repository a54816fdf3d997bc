import { refuse } from '../errors/validation.ts'

/** WeChat Pay's own hosts: nobody else gets the merchant's signature. */
const OWN_HOST = /(^|\.)(mch\.weixin\.qq\.com|wechatpay\.cn)$/

/** Paths of the protocol; the merchant's signature is for those alone. */
const API_PATH = /^\/?(hk\/v3|global\/v3|v3|brand)\//

/** Reads a path, which is filled and encoded like that of a call; `undefined` for what was written whole, like a URL. */
export function readPath(url: string): string | undefined {
  const isPath = typeof url === 'string' && API_PATH.test(url) && !/[?#%]/.test(url)
  return isPath ? url.replace(/^\//, '') : undefined
}

/** Locates a file by its URL, or by a path that is written whole, on the first of the client's hosts. */
export function locate(url: string, baseUrls: readonly string[]): URL {
  const text = typeof url === 'string' && API_PATH.test(url) ? `${baseUrls[0]}/${url.replace(/^\//, '')}` : url
  const location = URL.canParse(text) ? new URL(text) : refuse('url', 'must be a URL, or a path from v3/')
  const isOwn = location.protocol === 'https:' && OWN_HOST.test(location.hostname) && location.port === ''
  if (!isOwn && !baseUrls.includes(location.origin))
    refuse('url', 'must be on a host of WeChat Pay’s or of baseUrls: nobody else gets the merchant’s signature')
  if (location.username || location.password || location.hash) refuse('url', 'must have no credentials and no fragment')
  if (!API_PATH.test(location.pathname))
    refuse(
      'url',
      'is not a v3 URL, and the merchant’s signature is for those alone; a file from there, such as an invoice, is fetched with a plain fetch',
    )
  return location
}
