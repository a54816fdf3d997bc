// The adapter of @wechatpay-kit/crypto/forge for the runner of test-vectors.
import * as backend from '@wechatpay-kit/crypto/forge'
import { createResponder, serveQuestions } from './vectors-respond.mjs'

await serveQuestions(createResponder(backend))
