import {
  builtinOperation,
  type SensitiveTextSchema,
  sensitiveText,
  type TextSchema,
  text,
} from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import {
  type BoundedTextSchema,
  barcode,
  type CreditCodeSchema,
  creditCode,
  type LooseObject,
  type PatternSchema,
  regionCode,
  requireField,
  type StrictObject,
  saleChannel,
  textUpTo,
  yuan,
} from '../../../../../zhejiang-fields.ts'

/**
 * 核销资格: reports redemptions and returns of qualifications.
 *
 * `POST /v3/gov/subsidy/zhejiang/qualifications/sync`
 *
 * No top-level field is published as required; send `req_ssn` and `data` all the same: without `req_ssn` the call is not
 * repeated after a failure. `address` travels as plain text here. Mind `is_ai_product`: `0` means yes.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.qualifications.sync.post({
 *   json: { req_ssn: '20260101120000000001', data: [{ auth_code: 'E2026010112000001', cate_code: 'A01',
 *     cert_no: '330102199001011234', name: '张三', operation_time: '1767240000000', sales: '3999.00',
 *     status: '0', subsidy: '599.85', tel: '13800138000', add_code: '330102', address: '文一路 1 号',
 *     sale_models: '0', sn_code: 'SN0001', uniscid: '91330000000000000X', corp_name: '示例电器有限公司',
 *     barcode: '6901234567892', item_name: '空调', spec_model: 'KFR-35', brand: '示例', is_ai_product: '1',
 *     order_no: 'O1', activity_add_code: '330100' }] },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/qualifications/sync'
  readonly request: StrictObject<{
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    readonly req_ssn: v.OptionalSchema<TextSchema, undefined>
    /** 资格集合 · collection of qualification records */
    readonly data: v.OptionalSchema<
      v.ArraySchema<
        StrictObject<{
          /** 品类凭证码 · category voucher code */
          readonly auth_code: TextSchema
          /** 品类编码 · category code */
          readonly cate_code: TextSchema
          /** 证件号码 · identity document number; encrypted by the client */
          readonly cert_no: SensitiveTextSchema
          /** 能耗等级 · energy grade: `一级` · grade 1, `二级` · grade 2 */
          readonly grade: v.OptionalSchema<v.PicklistSchema<['一级', '二级'], undefined>, undefined>
          /** 姓名 · full name; encrypted by the client */
          readonly name: SensitiveTextSchema
          /** 交易完成或商品退回时间戳 · timestamp of transaction completion or goods return */
          readonly operation_time: TextSchema
          /** 银行机构名称 · name of the banking institution */
          readonly bank_name: v.OptionalSchema<TextSchema, undefined>
          /** 银行补贴金额 · bank subsidy amount, in yuan */
          readonly bank_subsidy: v.OptionalSchema<PatternSchema, undefined>
          /** 交易平台补贴金额 · trading platform subsidy amount, in yuan */
          readonly plat_subsidy: v.OptionalSchema<PatternSchema, undefined>
          /** 销售金额 · sales amount, in yuan */
          readonly sales: PatternSchema
          /** 品类状态 · category state: `0` 已核销 · redeemed, `1` 已退回 · returned */
          readonly status: v.PicklistSchema<['0', '1'], undefined>
          /** 政府补贴金额 · government subsidy amount, in yuan */
          readonly subsidy: PatternSchema
          /** 手机号 · mobile phone number; encrypted by the client */
          readonly tel: SensitiveTextSchema
          /** 区县编码 · district/county code */
          readonly add_code: TextSchema
          /** 收货地址 · delivery address */
          readonly address: TextSchema
          /** 销售方式 · sales channel: `0` 线上 · online, `1` 线下 · offline */
          readonly sale_models: v.PicklistSchema<['0', '1'], undefined>
          /** S/N码 · serial number (S/N) of the product */
          readonly sn_code: TextSchema
          /** 统一社会信息代码 · unified social credit code, 18 characters, as on the business licence */
          readonly uniscid: CreditCodeSchema
          /** 销售企业名称 · name of the selling enterprise */
          readonly corp_name: TextSchema
          /** 商品条码 · product barcode, 13 or 14 digits */
          readonly barcode: PatternSchema
          /** 商品名称 · product name */
          readonly item_name: TextSchema
          /** 规格型号 · specification / model */
          readonly spec_model: TextSchema
          /** 家电品牌 · appliance brand */
          readonly brand: TextSchema
          /** 物流单号 · logistics tracking number, at most 100 characters */
          readonly logistics_no: v.OptionalSchema<BoundedTextSchema, undefined>
          /** 签收时间 · time the delivery was signed for */
          readonly delivery_time: v.OptionalSchema<TextSchema, undefined>
          /** 发票号 · invoice number, at most 100 characters */
          readonly invoice_no: v.OptionalSchema<BoundedTextSchema, undefined>
          /** 是否属于 AI 产品 · whether this is an AI product: `0` 是 · yes, `1` 否 · no */
          readonly is_ai_product: v.PicklistSchema<['0', '1'], undefined>
          /** 类型 · type, required for computers */
          readonly pc_type: v.OptionalSchema<TextSchema, undefined>
          /** 商户订单号 · merchant order number, at most 50 characters */
          readonly order_no: BoundedTextSchema
          /** 原始订单号 · original order number, required for returns */
          readonly origin_order_no: v.OptionalSchema<TextSchema, undefined>
          /** 活动地区编码 · campaign region code, 6 digits */
          readonly activity_add_code: PatternSchema
          /** IMEI1 · IMEI 1, required for communication devices */
          readonly imei1: v.OptionalSchema<TextSchema, undefined>
          /** IMEI2 · IMEI 2 */
          readonly imei2: v.OptionalSchema<TextSchema, undefined>
          /** 3C SN 锁定解锁订单号 · order number used when locking/unlocking the 3C product serial number */
          readonly ccc_sn_order_no: v.OptionalSchema<TextSchema, undefined>
        }>,
        undefined
      >,
      undefined
    >
  }>
  readonly response: LooseObject<{
    /** 响应码 · response code, `000000` for success */
    readonly resp_code: v.StringSchema<undefined>
    /** 响应描述 · response description */
    readonly resp_desc: v.StringSchema<undefined>
    /** 异常数据说明列表 · list of descriptions of abnormal records */
    readonly error_data: v.OptionalSchema<v.ArraySchema<v.StringSchema<undefined>, undefined>, undefined>
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/qualifications/sync',
  request: v.strictObject({
    req_ssn: v.optional(text()),
    data: v.optional(
      v.array(
        requireField(
          v.strictObject({
            auth_code: text(),
            cate_code: text(),
            cert_no: sensitiveText(),
            grade: v.optional(v.picklist(['一级', '二级'])),
            name: sensitiveText(),
            operation_time: text(),
            bank_name: v.optional(text()),
            bank_subsidy: v.optional(yuan()),
            plat_subsidy: v.optional(yuan()),
            sales: yuan(),
            status: v.picklist(['0', '1']),
            subsidy: yuan(),
            tel: sensitiveText(),
            add_code: text(),
            address: text(),
            sale_models: saleChannel(),
            sn_code: text(),
            uniscid: creditCode(),
            corp_name: text(),
            barcode: barcode(),
            item_name: text(),
            spec_model: text(),
            brand: text(),
            logistics_no: v.optional(textUpTo(100)),
            delivery_time: v.optional(text()),
            invoice_no: v.optional(textUpTo(100)),
            is_ai_product: v.picklist(['0', '1']),
            pc_type: v.optional(text()),
            order_no: textUpTo(50),
            origin_order_no: v.optional(text()),
            activity_add_code: regionCode(),
            imei1: v.optional(text()),
            imei2: v.optional(text()),
            ccc_sn_order_no: v.optional(text()),
          }),
          'origin_order_no',
          (row) => row.status === '0' || row.origin_order_no !== undefined,
          'is missing: a return needs it',
        ),
      ),
    ),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
    error_data: v.optional(v.array(v.string())),
  }),
  idempotencyField: 'req_ssn',
})
