import { refuse } from '../../errors/validation.ts'
import type { Hosts, Settings } from '../settings.ts'

/** A client's memory of one host. */
interface HostState {
  /** Failures in a row of attempts that got no complete response. */
  readonly failures: number
  /** Time until which it is left alone, in milliseconds. */
  readonly restsUntil: number
}

/** WeChat Pay's nearest access point, then its remote one. */
const BASE_URLS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com']

/** The access point in Hong Kong, which has no second one. */
const HONG_KONG_URLS = ['https://apihk.mch.weixin.qq.com']

/** The request targets that it serves: those of other regions, but for the old ones below `/hk/v3/`. */
const HONG_KONG_TARGETS = /^\/(v3\/global|global\/v3|v3\/payscore\/oversea)\//

/** Failures in a row after which a host is left alone for a while. */
const TOLERATED_FAILURES = 3

/** Time for which it is left alone, in milliseconds. Then one call probes it again. */
const REST = 60_000

/** Makes the finder of the hosts that serve a request target; origins that were given serve all. */
export function createHostFinder(baseUrls: readonly string[] | undefined): Settings['findHosts'] {
  const hosts = createHosts(checkBaseUrls(baseUrls))
  const hongKong = baseUrls === undefined ? createHosts(HONG_KONG_URLS) : hosts
  return (target) => (HONG_KONG_TARGETS.test(target) ? hongKong : hosts)
}

/** Makes the hosts of these origins, of which nothing is known yet. */
export function createHosts(baseUrls: readonly string[]): Hosts {
  const states = baseUrls.map((): HostState => ({ failures: 0, restsUntil: 0 }))
  return {
    baseUrls,
    choose(failed) {
      if (failed !== undefined) return (failed + 1) % states.length
      const now = performance.now()
      return Math.max(
        0,
        states.findIndex(({ restsUntil }) => restsUntil <= now),
      )
    },
    record(index, hasResponded) {
      const failures = hasResponded ? 0 : (states[index]?.failures ?? 0) + 1
      states[index] = { failures, restsUntil: failures < TOLERATED_FAILURES ? 0 : performance.now() + REST }
    },
  }
}

/** Checks the option `baseUrls`; gives origins. */
export function checkBaseUrls(baseUrls: readonly string[] = BASE_URLS): readonly string[] {
  if (!Array.isArray(baseUrls) || baseUrls.length === 0)
    refuse('baseUrls', `must be a list of origins, such as ['${BASE_URLS[0]}']`)
  return baseUrls.map((text, index) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '')
    if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))) {
      refuse(`baseUrls.${index}`, 'must be an https URL; http is for loopback addresses only')
    }
    if (url.href !== `${url.origin}/`) {
      refuse(
        `baseUrls.${index}`,
        'must be an origin, without path, query and credentials; for a gateway under a path give a transport that changes the address',
      )
    }
    return url.origin
  })
}
