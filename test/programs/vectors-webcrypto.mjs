// The adapter of @wechatpay-kit/crypto for the runner of test-vectors.
import * as backend from '@wechatpay-kit/crypto'
import { createResponder, serveQuestions } from './vectors-respond.mjs'

await serveQuestions(createResponder(backend))
