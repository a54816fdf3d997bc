import { composePlainPost } from './plain-post.mjs'

/** @param {import('./index.mjs').Account} account @returns {Promise<import('./index.mjs').Client>} */
export async function createClient(account) {
  const { url, headers, compose } = composePlainPost(account)
  return {
    async alter(json) {
      const response = await fetch(url, { method: 'POST', headers, body: compose(json) })
      const result = await response.json()
      if (!response.ok) throw new Error(`The response is ${response.status}.`)
      return result
    },
  }
}
