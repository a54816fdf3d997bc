import { composePlainPost } from './plain-post.mjs'

/** @param {import('./index.mjs').Account} account @returns {Promise<import('./index.mjs').Client>} */
export async function createClient(account) {
  const { url, headers, compose } = composePlainPost(account)
  return {
    async alter(json) {
      const response = await fetch(url, { method: 'POST', headers, body: compose(json) })
      const answer = await response.json()
      if (!response.ok) throw new Error(`The answer is ${response.status}.`)
      return answer
    },
  }
}
