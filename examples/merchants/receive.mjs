// One address for the notifications of all merchants: https://shop.example/notify/{mchid}. WeChat Pay sends each to the
// notify_url of its order, so the path tells whose keys to take: one merchant's are tried, not a thousand's. A stranger who
// writes another number into the path meets keys that do not fit.

/**
 * @param {ReturnType<typeof import('./accounts.mjs').createAccounts>} accounts
 * @returns {(request: Request) => Promise<Response>} for Workers, Deno, Bun, Hono; `toNodeHandler` takes it for Node.js
 */
export function createReceiver(accounts) {
  return async (request) => {
    const [, mchid] = /^\/notify\/(\d{1,32})$/.exec(new URL(request.url).pathname) ?? []
    const account = mchid === undefined ? undefined : await accounts.find(mchid)
    return account ? account.handle(request) : new Response(null, { status: 404 })
  }
}
