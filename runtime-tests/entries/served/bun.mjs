import { openSandbox } from '../../suite/served/sandbox.mjs'

const { fetch } = await openSandbox()
const { port } = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch })
console.log(`listens on http://127.0.0.1:${port}`)
