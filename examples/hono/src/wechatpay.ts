import { createClient, createMemoryStore, handleNotifications, readEnvironment } from '@wechatpay-kit/endpoints'

let kept: Awaited<ReturnType<typeof create>> | undefined

/** Client and notification handler, made with the first request and kept: importing a key can cost as much as a signature. */
export async function getWechatPay(env: object): ReturnType<typeof create> {
  kept ??= await create(env).catch((error: unknown) => {
    // What is wrong with the set-up is no fault of a request.
    throw new Error(String(error))
  })
  return kept
}

async function create(env: object) {
  const environment = await readEnvironment(env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
  const { platformKeys: keys, apiV3Key } = environment
  return {
    wxpay: createClient(environment),
    handle: handleNotifications(
      {
        keys,
        apiV3Key,
        // Several processes need a store that they share.
        store: createMemoryStore(),
        onError: (error) => console.error(String(error)),
      },
      ({ id, event_type }) => console.log(`${event_type} ${id}`),
    ),
  }
}
