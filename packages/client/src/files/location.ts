import type { Settings } from '../call/settings.ts'
import { refuse } from '../errors/validation.ts'
import { API_ROOT } from '../operation/operation.ts'

/** WeChat Pay's own hosts: nobody else gets the merchant's signature. */
const OWN_HOST = /(^|\.)(mch\.weixin\.qq\.com|wechatpay\.cn)$/

/** Reads a path, which is filled and encoded like that of a call; `undefined` for what was written whole, like a URL. */
export function readPath(url: string): string | undefined {
  const path = String(url).replace(/^\//, '')
  return API_ROOT.test(path) && !/[?#%]/.test(path) ? path : undefined
}

/** Locates a file by its URL, or by a path that is written whole, on the first of the client's hosts. */
export function locate(url: string, findBaseUrls: Settings['findBaseUrls']): URL {
  const path = String(url).replace(/^\//, '')
  const text = API_ROOT.test(path) ? `${findBaseUrls(`/${path}`)[0]}/${path}` : url
  const location = URL.canParse(text) ? new URL(text) : refuse('url', 'must be a URL, or a path such as one from v3/')
  const isOwn = location.protocol === 'https:' && OWN_HOST.test(location.hostname) && location.port === ''
  if (!isOwn && !findBaseUrls(location.pathname).includes(location.origin))
    refuse('url', 'must be on a host of WeChat Pay’s or of baseUrls: nobody else gets the merchant’s signature')
  if (location.username || location.password || location.hash) refuse('url', 'must have no credentials and no fragment')
  if (!API_ROOT.test(location.pathname.slice(1)))
    refuse(
      'url',
      'is no URL below /v3/, /hk/v3/, /global/v3/ or /brand/, and the merchant’s signature is for those alone; a file from there, such as an invoice, is fetched with a plain fetch',
    )
  return location
}
