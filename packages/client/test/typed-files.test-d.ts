// Checked by the compiler alone (npm run typecheck): a line under @ts-expect-error that compiled would fail the check.
import { type Client, createClient, defineOperation, type Operation, text } from '@wechatpay-kit/client'
import type { CoreClient } from '@wechatpay-kit/client/core'
import type { Client as ZhejiangClient, zhejiang } from '@wechatpay-kit/endpoints'
import * as v from 'valibot'

const image = defineOperation({
  method: 'POST',
  path: 'v3/merchant-service/images/upload',
  transfer: 'upload',
  request: v.strictObject({ filename: v.optional(text()), sha256: text() }),
  response: v.looseObject({ media_id: v.string() }),
})
const tasks = defineOperation({
  method: 'POST',
  path: 'v3/packages/{package_id}/tasks',
  transfer: 'upload',
  request: v.strictObject({ bank_type: text(), file_name: text(), digest: text() }),
  response: v.looseObject({ task_id: v.string() }),
  form: { file: 'task_file', fields: v.strictObject({ item_id: v.number() }) },
})
const undescribed = defineOperation({
  method: 'POST',
  path: 'v3/coupons/upload',
  transfer: 'upload',
  response: v.looseObject({ image_url: v.string() }),
})
const picture = defineOperation({
  method: 'GET',
  path: 'v3/merchant-service/images/{media_id}',
  transfer: 'download',
  query: v.strictObject({ complaint_id: text() }),
})
const statement = defineOperation({ method: 'GET', path: 'v3/global/statements', transfer: 'download' })
const order = defineOperation({
  method: 'POST',
  path: 'v3/packages/{package_id}',
  request: v.strictObject({ id: text() }),
  response: v.looseObject({ order_id: v.string() }),
})

declare const options: Omit<Parameters<typeof createClient>[0], 'operations'>
declare const file: File
const wxpay = createClient({ ...options, operations: [image, tasks, undescribed, picture, statement, order] })

// An upload: meta without the fields that the client writes, and the documented response.
const mediaId: string = (await wxpay.upload('v3/merchant-service/images/upload', { file }).json()).media_id
const slashed: string = (await wxpay.upload('/v3/merchant-service/images/upload', { file }).json()).media_id
const given = { filename: 'a', sha256: '00' }
wxpay.upload('v3/merchant-service/images/upload', { file, meta: given, timeout: 1, idempotent: true })
// @ts-expect-error
wxpay.upload('v3/merchant-service/images/upload', { file, meta: { name: 'a' } })
// @ts-expect-error
wxpay.upload('v3/merchant-service/images/upload', { file, meta: { sha256: 1 } })
// @ts-expect-error
wxpay.upload('v3/merchant-service/images/upload', {})
// @ts-expect-error
wxpay.upload('v3/merchant-service/images/upload', { file, params: { id: 1 } })
// @ts-expect-error
wxpay.upload('v3/merchant-service/images/upload', { file, fields: { id: 1 } })
// @ts-expect-error
wxpay.upload('v3/merchant-service/images/upload', { file, json: {} })
// @ts-expect-error
const missing: string = (await wxpay.upload('v3/merchant-service/images/upload', { file }).json()).mediaid

const params = { package_id: 1 }
const fields = { item_id: 1 }
const path = 'v3/packages/{package_id}/tasks'
const taskId: string = (await wxpay.upload(path, { file, meta: { bank_type: 'A' }, params, fields }).json()).task_id
// @ts-expect-error
wxpay.upload(path, { file, params, fields })
// @ts-expect-error
wxpay.upload(path, { file, meta: {}, params, fields })
// @ts-expect-error
wxpay.upload(path, { file, meta: { bank_type: 'A' }, fields })
// @ts-expect-error
wxpay.upload(path, { file, meta: { bank_type: 'A' }, params })
// @ts-expect-error
wxpay.upload(path, { file, meta: { bank_type: 'A' }, params, fields: { item_id: '1' } })
// Not validated: what the description has not.
const off = { file, meta: { any: 1 }, params, fields: { item_id: 'a', other: 1 }, validation: 'off' } as const
const unvalidated: string = (await wxpay.upload(path, off).json()).task_id
wxpay.upload(path, { ...off, query: { a: 1 }, plainFields: ['any'] })
// @ts-expect-error
wxpay.upload(path, { ...off, params: {} })
// @ts-expect-error
wxpay.upload(path, { ...off, validation: undefined })
// @ts-expect-error
wxpay.upload(path, { ...off, json: {} })
const imageUrl: string = (await wxpay.upload('v3/coupons/upload', { file, meta: { any: 1 } }).json()).image_url

// A path that nobody described is untyped.
const other: unknown = await wxpay.upload('v3/other/upload', { file, meta: { any: 1 }, query: { a: 1 } }).json()
wxpay.upload('hk/v3/other', { file })
// @ts-expect-error
wxpay.upload('v2/other', { file })
// @ts-expect-error
const typed: { a: 1 } = await wxpay.upload('v3/other/upload', { file }).json()

// A download: path variables, query and hash.
const mediaPath = 'v3/merchant-service/images/{media_id}'
const query = { complaint_id: '1' }
const response: Response = await wxpay.download(mediaPath, { params: { media_id: 'a' }, query, hash: 'unchecked' })
// @ts-expect-error
wxpay.download(mediaPath, { params: { media_id: 'a' }, query })
// @ts-expect-error
wxpay.download(mediaPath, { query, hash: 'unchecked' })
// @ts-expect-error
wxpay.download(mediaPath, { params: { media_id: 'a' }, hash: 'unchecked' })
// @ts-expect-error
wxpay.download(`/${mediaPath}`, { params: { media_id: 'a' }, query: { page: 1 }, hash: 'unchecked' })
wxpay.download('v3/global/statements', {})
wxpay.download('v3/global/statements', { headers: { 'Accept-Encoding': 'gzip' } })
wxpay.download('v3/global/statements', { plainFields: ['name'] })
wxpay.download('v3/files', { hash: 'unchecked', headers: new Headers(), plainFields: ['name'] })
wxpay.download('v3/global/statements', { hash: { type: 'SHA1', value: '' }, maxBytes: 1 })
declare const url: string
wxpay.download(url, { hash: 'unchecked' })
wxpay.download('https://api.mch.weixin.qq.com/v3/file', { hash: 'unchecked' })
wxpay.download('v3/files/{id}', { hash: 'unchecked', params: { id: 1 }, query: { a: 1 } })
// @ts-expect-error
wxpay.download(url, {})

// Nodes have no methods for files.
// @ts-expect-error
wxpay['v3/merchant-service/images/upload'].post({ json: given })
// @ts-expect-error
wxpay.chain('v3/merchant-service/images/upload').post({ json: given })
// @ts-expect-error
wxpay.v3.merchantService.images.upload.post({ json: given })
// @ts-expect-error
wxpay.chain(mediaPath).get({ params: { media_id: 'a' }, query })
// @ts-expect-error
wxpay.v3.global.statements.get()
const orderId: string = (await wxpay['v3/packages/{package_id}'].post({ params, json: { id: '1' } }).json()).order_id
const chained: string = (await wxpay.v3.packages._package_id_.post({ params, json: { id: '1' } }).json()).order_id
declare const core: CoreClient<readonly [typeof image, typeof order]>
// @ts-expect-error
core['v3/merchant-service/images/upload'].post({ json: given })

// A client of many operations goes where one of few, or of none, is wanted.
const ofNone: Client = wxpay
const ofFew: Client<readonly [typeof order, typeof image]> = wxpay
declare const more: Client<readonly [...typeof zhejiang, typeof image]>
const ofZhejiang: ZhejiangClient = more
declare const yours: Operation
const mixed = createClient({ ...options, operations: [image, yours] })
const mixedId: string = (await mixed.upload('v3/merchant-service/images/upload', { file }).json()).media_id
// @ts-expect-error
mixed.upload('v3/merchant-service/images/upload', { file, meta: { name: 'a' } })
wxpay.upload('v3/merchant-service/images/upload', { file }).then(async (verified) => (await verified.json()).media_id)

export {
  chained,
  imageUrl,
  mediaId,
  missing,
  mixedId,
  ofFew,
  ofNone,
  ofZhejiang,
  orderId,
  other,
  response,
  slashed,
  taskId,
  typed,
  unvalidated,
}
