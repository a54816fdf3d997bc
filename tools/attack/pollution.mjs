// A polluted Object.prototype, which a flaw elsewhere in the process can leave behind.

import { builtinOperation, sensitiveText } from '@wechatpay-kit/client/operation'
import { createMemoryStore, handleNotifications, readNotification } from '@wechatpay-kit/endpoints'
import * as v from 'valibot'
import { ALTER, settle, toResponse } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const GROUP = 'prototype pollution'

/** The name of every option, of every function that takes options. */
const NAMES = [
  'merchant',
  'platformKeys',
  'transport',
  'operations',
  'baseUrls',
  'retry',
  'onEvent',
  'now',
  'userAgent',
  'maxAttempts',
  'baseDelay',
  'attemptTimeout',
  'json',
  'query',
  'params',
  'headers',
  'signal',
  'timeout',
  'idempotent',
  'validation',
  'plainFields',
  'tolerance',
  'keys',
  'apiV3Key',
  'maxBytes',
  'store',
  'claimTimeout',
  'onError',
  'hash',
  'gunzip',
  'maxUnpackedBytes',
  'file',
  'meta',
  'decryptionKeys',
  'mchid',
  'serialNumber',
  'privateKey',
  'id',
  'key',
  'quota',
  'maxResponseBytes',
  'deadline',
  'idempotencyField',
  'body',
  'method',
  'path',
  'response',
  'request',
  'associated_data',
  'default',
  'amounts',
  'transfer',
  'form',
  'fields',
  'pipe',
  'wrapped',
  'item',
  'entries',
  'metadata',
  'sensitive',
  'either',
  'plaintext',
]
/** Deno's own `addEventListener` throws for every listener while this one is polluted, whatever it is given. */
const OF_RUNTIME = 'Deno' in globalThis ? ['signal'] : []
const VALUES = [1e15, true, 'X', ['https://evil.example'], { 'X-Evil': '1', a: 1 }, () => 0]

/** @param {Context} context */
export async function attackPollution({ scene, tally, scale }) {
  const clean = await observe(scene, await prepare(scene))
  tally.count(GROUP, 'the process behaves as without it', clean !== '', 'nothing polluted')
  const names = NAMES.filter((name) => !OF_RUNTIME.includes(name))
  for (const name of names.slice(0, Math.ceil(names.length * scale))) {
    for (const value of VALUES) {
      const prepared = await prepare(scene)
      let seen = ''
      try {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true, enumerable: false })
        seen = await observe(scene, prepared).catch((error) => `threw: ${error}`)
      } finally {
        Reflect.deleteProperty(Object.prototype, name)
      }
      const example = `${name}: ${difference(clean, seen)}`
      tally.count(GROUP, 'no option comes from a polluted prototype', seen === clean, example)
    }
  }
}

/** Messages that are made before anything is polluted: the runtime's own classes read options too. @param {Context['scene']} scene */
async function prepare(scene) {
  const content = { event_type: /** @type {const} */ ('REFUND.SUCCESS'), resource: { a: 1 }, id: 'I' }
  const notify = () => scene.sandbox.createNotification('https://a.example/', content)
  const file = await scene.sign(200, 'file')
  return {
    stale: await scene.sign(200, '{"resp_code":"000000","resp_desc":"","auth_code":"A"}', 3_600),
    // New each time: what is known of a schema is remembered.
    operation: builtinOperation({
      method: 'POST',
      path: 'v3/some/people',
      request: v.strictObject({ cert_no: sensitiveText(), names: v.array(sensitiveText()) }),
      response: v.looseObject({}),
    }),
    file: { ...file, headers: { 'content-type': 'text/plain' } },
    notifications: [await notify(), await notify()],
  }
}

/**
 * Does what an option could change, and gives what was seen of it.
 *
 * @param {Context['scene']} scene @param {Awaited<ReturnType<typeof prepare>>} prepared
 */
async function observe(scene, { stale, operation, file, notifications }) {
  /** @type {string[]} */
  const seen = []
  const note = (/** @type {unknown[]} */ ...values) => seen.push(values.join(' '))
  const describe = (/** @type {any} */ { value, error }) =>
    error?.code ?? value?.status ?? value?.event_type ?? 'nothing'
  const record = (/** @type {(url: string) => Promise<Response>} */ respond) =>
    Object.assign(
      async (/** @type {string} */ url, /** @type {any} */ request) => {
        note('sent', request.method, url, Object.keys(request.headers).sort(), request.headers['User-Agent'])
        return respond(url)
      },
      { readResponse: undefined },
    )
  const old = scene.connect({ transport: record(async () => toResponse(stale)) })
  note('stale', describe(await settle(old[ALTER].post({ json: scene.makeJson() }))))
  note('stale untyped', describe(await settle(old.chain('v3/orders/1').get())))
  /** @type {any} */
  let body = {}
  const encrypting = scene.connect({
    operations: /** @type {any} */ ([operation]),
    transport: async (_, request) => {
      body = JSON.parse(String(request.body))
      return toResponse(stale)
    },
  })
  const people = { cert_no: '330102199001011234', names: ['张三'] }
  note('encrypted', describe(await settle(encrypting.call(operation, { json: people }))))
  note([body.cert_no, ...(body.names ?? [])].map((text) => String(text).length))
  const failing = scene.connect({
    retry: { baseDelay: 0 },
    transport: record(async () => {
      throw new TypeError('network')
    }),
  })
  note('once', describe(await settle(failing.chain('v3/refunds').post({ json: { a: 1 } }))))
  note('often', describe(await settle(failing.chain('v3/refunds').get())))
  const wxpay = scene.connect({ transport: record(async () => toResponse(file)) })
  const url = 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=a'
  const hash = { type: /** @type {const} */ ('SHA1'), value: '0'.repeat(40) }
  note('file', describe(await settle(wxpay.download(url, { hash }).then((response) => response.text()))))
  note('no hash', describe(await settle(wxpay.download(url, /** @type {any} */ ({})))))
  const { sandbox } = scene
  const options = { keys: sandbox.platformKeys, apiV3Key: sandbox.apiV3Key }
  note('notification', describe(await settle(readNotification({ headers: stale.headers, body: stale.body }, options))))
  let handled = 0
  const handle = handleNotifications({ ...options, store: createMemoryStore(), onError: () => {} }, () => handled++)
  for (const request of notifications) note('handled', describe(await settle(handle(request))))
  note(handled)
  return seen.join('\n')
}

/** The first line that differs. @param {string} one @param {string} other */
function difference(one, other) {
  const lines = other.split('\n')
  const index = one.split('\n').findIndex((line, index) => line !== lines[index])
  return `instead of “${one.split('\n')[index]}”, “${lines[index]}”`
}
