import { openSandbox } from '../../suite/served/sandbox.mjs'

/** Made at the first request: a Worker makes no keys before. @type {ReturnType<typeof openSandbox> | undefined} */
let opening

export default {
  async fetch(request, _, context) {
    opening ??= openSandbox({ openControl: true })
    const { fetch, settle } = await opening
    const response = await fetch(request)
    // What is due now, such as a notification, is done when the response is out.
    context.waitUntil(settle())
    return response
  },
}
