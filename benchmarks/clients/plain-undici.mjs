import { request } from 'undici'
import { composePlainPost } from './plain-post.mjs'

/** @param {import('./index.mjs').Account} account @returns {Promise<import('./index.mjs').Client>} */
export async function createClient(account) {
  const { url, headers, compose } = composePlainPost(account)
  return {
    async alter(json) {
      const { statusCode, body } = await request(url, { method: 'POST', headers, body: compose(json) })
      const result = await body.json()
      if (statusCode !== 200) throw new Error(`The response is ${statusCode}.`)
      return result
    },
  }
}
