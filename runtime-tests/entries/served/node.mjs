import { serve } from '@wechatpay-kit/sandbox/node'
import { openSandbox } from '../../suite/served/sandbox.mjs'

const { url } = await serve(await openSandbox())
console.log(`listens on ${url}`)
