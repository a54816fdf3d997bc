import { openSandbox } from '../../suite/served/sandbox.mjs'

const { fetch } = await openSandbox()
const { addr } = Deno.serve({ hostname: '127.0.0.1', port: 0, onListen() {} }, fetch)
console.log(`listens on http://127.0.0.1:${addr.port}`)
