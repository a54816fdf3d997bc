import { builtinOperation, type OpenEnumSchema, openEnum, type TextSchema, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import type { LooseObject, StrictObject } from '../../../../../zhejiang-fields.ts'

/**
 * 商品信息查询: looks up a product by its barcode.
 *
 * `POST /v3/gov/subsidy/zhejiang/goods/query`
 *
 * The published list of required request fields belongs to `authcode/issue`; of this call only `req_ssn` is required.
 * `energy_effciency` and `water_effciency` are spelt so on the wire. The meanings of `code_type` are not published.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.goods.query.post({
 *   json: { goods_bar_code: '6901234567892', req_ssn: '20260101120000000001' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/goods/query'
  readonly request: StrictObject<{
    /** 商品条码 · product barcode */
    readonly goods_bar_code: v.OptionalSchema<TextSchema, undefined>
    /** 省份代码 · province code */
    readonly province: v.OptionalSchema<TextSchema, undefined>
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
    /** 商品条码 · product barcode */
    readonly goods_bar_code: v.StringSchema<undefined>
    /** 本记录唯一ID · unique id of this record */
    readonly seq_id: v.StringSchema<undefined>
    /** 省份代码 · province code */
    readonly province: v.StringSchema<undefined>
    /** 条码类型 · barcode type */
    readonly code_type: OpenEnumSchema<'001' | '002'>
    /** 商品品类 · product category */
    readonly goods_type: v.StringSchema<undefined>
    /** 商品名称 · product name */
    readonly goods_name: v.StringSchema<undefined>
    /** 品牌名称 · brand name */
    readonly logo_name: v.StringSchema<undefined>
    /** 商品型号 · product model */
    readonly goods_model: v.StringSchema<undefined>
    /** 基准价格 · base price */
    readonly basis_price: v.StringSchema<undefined>
    /** 厂商统一社会信用代码 · manufacturer’s unified social credit code */
    readonly manufact_cert_code: v.StringSchema<undefined>
    /** 厂商指导零售价 · manufacturer’s suggested retail price */
    readonly manufact_price: v.StringSchema<undefined>
    /** 能效标识 · energy-efficiency label */
    readonly energy_effciency: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 能效备案编号 · energy-efficiency filing number */
    readonly energy_reg_code: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 能效备案型号 · energy-efficiency filing model */
    readonly energy_reg_model: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 3C 认证编号 · CCC (3C) certification number */
    readonly reg_3c_code: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 水效标识 · water-efficiency label */
    readonly water_effciency: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 有效期 · validity period */
    readonly expire_date: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 产品描述 · product description */
    readonly description: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** gpc 分类代码 · GPC (Global Product Classification) code */
    readonly gpc: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 净含量 · net content */
    readonly net_content: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 净含量单位代码 · net content unit code */
    readonly unit_code: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 原产国 · country of origin */
    readonly origin: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 市级区域代码 · city-level region code */
    readonly city: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 区县区域代码 · district/county-level region code */
    readonly county: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 数据状态 · data state */
    readonly data_state: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 备注 · remark */
    readonly remark: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 上送状态 · upload state */
    readonly upload_state: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 失效时间 · expiry time */
    readonly expire_time: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 是否 AI 产品 · whether this is an AI product */
    readonly is_ai_product: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 设备类型 · device type */
    readonly device_type: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 厂商识别代码 · manufacturer identification code */
    readonly manufact_code: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 厂商注册日期 · manufacturer registration date */
    readonly manufact_login_date: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 厂商失效日期 · manufacturer deregistration date */
    readonly manufact_logout_date: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 厂商失效标识 · manufacturer deregistration flag */
    readonly manufact_logout_flag: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 厂商注册地址 · manufacturer registered address */
    readonly manufact_register_addr: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 厂商过期日期 · manufacturer expiry date */
    readonly manufact_valid_date: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 厂商企业名称 · manufacturer enterprise name */
    readonly manufact_firm_name: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 企业定价单位 · enterprise pricing unit */
    readonly price_unit: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 上市日期 · market launch date */
    readonly sale_date: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** PC 类型 · PC type */
    readonly pc_type: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 上送平台编码 · code of the uploading platform */
    readonly msg_src_platform: v.OptionalSchema<v.StringSchema<undefined>, undefined>
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/goods/query',
  request: v.strictObject({
    goods_bar_code: v.optional(text()),
    province: v.optional(text()),
    req_ssn: text(),
    req_time: v.optional(text()),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
    goods_bar_code: v.string(),
    seq_id: v.string(),
    province: v.string(),
    code_type: openEnum(['001', '002']),
    goods_type: v.string(),
    goods_name: v.string(),
    logo_name: v.string(),
    goods_model: v.string(),
    basis_price: v.string(),
    manufact_cert_code: v.string(),
    manufact_price: v.string(),
    energy_effciency: v.optional(v.string()),
    energy_reg_code: v.optional(v.string()),
    energy_reg_model: v.optional(v.string()),
    reg_3c_code: v.optional(v.string()),
    water_effciency: v.optional(v.string()),
    expire_date: v.optional(v.string()),
    description: v.optional(v.string()),
    gpc: v.optional(v.string()),
    net_content: v.optional(v.string()),
    unit_code: v.optional(v.string()),
    origin: v.optional(v.string()),
    city: v.optional(v.string()),
    county: v.optional(v.string()),
    data_state: v.optional(v.string()),
    remark: v.optional(v.string()),
    upload_state: v.optional(v.string()),
    expire_time: v.optional(v.string()),
    is_ai_product: v.optional(v.string()),
    device_type: v.optional(v.string()),
    manufact_code: v.optional(v.string()),
    manufact_login_date: v.optional(v.string()),
    manufact_logout_date: v.optional(v.string()),
    manufact_logout_flag: v.optional(v.string()),
    manufact_register_addr: v.optional(v.string()),
    manufact_valid_date: v.optional(v.string()),
    manufact_firm_name: v.optional(v.string()),
    price_unit: v.optional(v.string()),
    sale_date: v.optional(v.string()),
    pc_type: v.optional(v.string()),
    msg_src_platform: v.optional(v.string()),
  }),
  idempotencyField: 'req_ssn',
})
