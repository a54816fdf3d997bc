import { refuse } from '../../errors/validation.ts'
import type { Settings } from '../settings.ts'

/** WeChat Pay's nearest access point, then its remote one. */
const BASE_URLS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com']

/** The access point in Hong Kong, which has no second one. */
const HONG_KONG_URLS = ['https://apihk.mch.weixin.qq.com']

/** The request targets that it serves: those of other regions, but for the old ones below `/hk/v3/`. */
const HONG_KONG_TARGETS = /^\/(v3\/global|global\/v3|v3\/payscore\/oversea)\//

/** Makes the finder of the origins that serve a request target; those that were given serve all. */
export function createBaseUrlFinder(given: readonly string[] | undefined): Settings['findBaseUrls'] {
  const baseUrls = checkBaseUrls(given)
  return (target) => (given === undefined && HONG_KONG_TARGETS.test(target) ? HONG_KONG_URLS : baseUrls)
}

/** Checks the option `baseUrls`; gives origins. */
export function checkBaseUrls(baseUrls: readonly string[] = BASE_URLS): readonly string[] {
  if (!Array.isArray(baseUrls) || baseUrls.length === 0)
    refuse('baseUrls', `must be a list of origins, such as ['${BASE_URLS[0]}']`)
  return baseUrls.map((text, index) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '')
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
    if (!isSafe || url.href !== `${url.origin}/`) {
      refuse(
        `baseUrls.${index}`,
        'must be an https URL without path, query and credentials; http is for loopback addresses only; for a gateway under a path give a transport that changes the address',
      )
    }
    return url.origin
  })
}
