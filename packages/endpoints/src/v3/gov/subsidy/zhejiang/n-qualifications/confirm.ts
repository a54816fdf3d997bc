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
  type CreditCodeSchema,
  creditCode,
  type LooseObject,
  milliseconds,
  type PatternSchema,
  regionCode,
  requireField,
  type StrictObject,
  saleChannel,
  textUpTo,
  upperCase,
  yuan,
} from '../../../../../zhejiang-fields.ts'

/**
 * n品类核销: reports redemptions and returns of “N” categories.
 *
 * `POST /v3/gov/subsidy/zhejiang/n-qualifications/confirm`
 *
 * The published list of required top-level fields belongs to `authcode/cancel`; of this call only `req_ssn` is required.
 * Send `data` all the same. `address` travels encrypted here, and nowhere else.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.nQualifications.confirm.post({
 *   json: { data: [{ cate_code: 'A01', cert_no: '330102199001011234', grade: '一级', name: '张三',
 *     operation_time: '1767240000000', sales: '3999.00', status: '0', subsidy: '599.85',
 *     tel: '13800138000', add_code: '330102', address: '文一路 1 号', sale_models: '0', brand: '示例',
 *     activity_add_code: '330100', uniscid: '91330000000000000X', corp_name: '示例电器有限公司', serial_num: 'N1'
 *     }], req_ssn: '20260101120000000001' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/n-qualifications/confirm'
  readonly request: StrictObject<{
    /** 品类集合 · collection of category records */
    readonly data: v.OptionalSchema<
      v.ArraySchema<
        StrictObject<{
          /** 品类编码 · category code */
          readonly cate_code: TextSchema
          /** 证件号码 · identity document number; letters upper case, no spaces; encrypted by the client */
          readonly cert_no: SensitiveTextSchema
          /** 能耗等级 · energy grade: `一级` · grade 1, `二级` · grade 2; required where `cate_code` starts with A */
          readonly grade: v.OptionalSchema<v.PicklistSchema<['一级', '二级'], undefined>, undefined>
          /** 姓名 · full name; encrypted by the client */
          readonly name: SensitiveTextSchema
          /** 交易完成或商品退回时间戳 · timestamp of transaction completion or goods return, in milliseconds since 1970 */
          readonly operation_time: PatternSchema
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
          /** 收货地区编码 · delivery region code, 6 digits */
          readonly add_code: PatternSchema
          /** 收货地址 · delivery address; encrypted by the client */
          readonly address: SensitiveTextSchema
          /** 销售方式 · sales channel: `0` 线上 · online, `1` 线下 · offline */
          readonly sale_models: v.PicklistSchema<['0', '1'], undefined>
          /** 家电品牌 · appliance brand */
          readonly brand: TextSchema
          /** 活动资金地区编码 · region code of the campaign funding, 6 digits */
          readonly activity_add_code: PatternSchema
          /** 统一社会信息代码 · unified social credit code, 18 characters, as on the business licence */
          readonly uniscid: CreditCodeSchema
          /** 销售企业名称 · name of the selling enterprise, at most 100 characters, as on the business licence */
          readonly corp_name: BoundedTextSchema
          /** 数据流水号 · data serial number, unique within the platform */
          readonly serial_num: TextSchema
        }>,
        undefined
      >,
      undefined
    >
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    readonly req_ssn: TextSchema
    /** 请求时间 · request time */
    readonly req_time: v.OptionalSchema<TextSchema, undefined>
  }>
  readonly response: LooseObject<{
    /** 响应码 · response code, `000000` for success */
    readonly resp_code: v.StringSchema<undefined>
    /** 响应描述 · response description */
    readonly resp_desc: v.StringSchema<undefined>
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/n-qualifications/confirm',
  request: v.strictObject({
    data: v.optional(
      v.array(
        requireField(
          v.strictObject({
            cate_code: text(),
            cert_no: sensitiveText(upperCase()),
            grade: v.optional(v.picklist(['一级', '二级'])),
            name: sensitiveText(),
            operation_time: milliseconds(),
            bank_name: v.optional(text()),
            bank_subsidy: v.optional(yuan()),
            plat_subsidy: v.optional(yuan()),
            sales: yuan(),
            status: v.picklist(['0', '1']),
            subsidy: yuan(),
            tel: sensitiveText(),
            add_code: regionCode(),
            address: sensitiveText(),
            sale_models: saleChannel(),
            brand: text(),
            activity_add_code: regionCode(),
            uniscid: creditCode(),
            corp_name: textUpTo(100),
            serial_num: text(),
          }),
          'grade',
          (row) => row.grade !== undefined || !row.cate_code.startsWith('A'),
          'is missing: categories A… need it',
        ),
      ),
    ),
    req_ssn: text(),
    req_time: v.optional(text()),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
  }),
  idempotencyField: 'req_ssn',
})
