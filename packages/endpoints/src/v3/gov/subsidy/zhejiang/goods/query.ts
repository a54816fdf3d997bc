import { builtinOperation, openEnum, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

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
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/goods/query',
  request: v.strictObject({
    /** 商品条码 · product barcode */
    goods_bar_code: v.optional(text()),
    /** 省份代码 · province code */
    province: v.optional(text()),
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: text(),
    /** 请求时间 · request time */
    req_time: v.optional(text()),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
    /** 商品条码 · product barcode */
    goods_bar_code: v.string(),
    /** 本记录唯一ID · unique id of this record */
    seq_id: v.string(),
    /** 省份代码 · province code */
    province: v.string(),
    /** 条码类型 · barcode type */
    code_type: openEnum(['001', '002']),
    /** 商品品类 · product category */
    goods_type: v.string(),
    /** 商品名称 · product name */
    goods_name: v.string(),
    /** 品牌名称 · brand name */
    logo_name: v.string(),
    /** 商品型号 · product model */
    goods_model: v.string(),
    /** 基准价格 · base price */
    basis_price: v.string(),
    /** 厂商统一社会信用代码 · manufacturer’s unified social credit code */
    manufact_cert_code: v.string(),
    /** 厂商指导零售价 · manufacturer’s suggested retail price */
    manufact_price: v.string(),
    /** 能效标识 · energy-efficiency label */
    energy_effciency: v.optional(v.string()),
    /** 能效备案编号 · energy-efficiency filing number */
    energy_reg_code: v.optional(v.string()),
    /** 能效备案型号 · energy-efficiency filing model */
    energy_reg_model: v.optional(v.string()),
    /** 3C 认证编号 · CCC (3C) certification number */
    reg_3c_code: v.optional(v.string()),
    /** 水效标识 · water-efficiency label */
    water_effciency: v.optional(v.string()),
    /** 有效期 · validity period */
    expire_date: v.optional(v.string()),
    /** 产品描述 · product description */
    description: v.optional(v.string()),
    /** gpc 分类代码 · GPC (Global Product Classification) code */
    gpc: v.optional(v.string()),
    /** 净含量 · net content */
    net_content: v.optional(v.string()),
    /** 净含量单位代码 · net content unit code */
    unit_code: v.optional(v.string()),
    /** 原产国 · country of origin */
    origin: v.optional(v.string()),
    /** 市级区域代码 · city-level region code */
    city: v.optional(v.string()),
    /** 区县区域代码 · district/county-level region code */
    county: v.optional(v.string()),
    /** 数据状态 · data state */
    data_state: v.optional(v.string()),
    /** 备注 · remark */
    remark: v.optional(v.string()),
    /** 上送状态 · upload state */
    upload_state: v.optional(v.string()),
    /** 失效时间 · expiry time */
    expire_time: v.optional(v.string()),
    /** 是否 AI 产品 · whether this is an AI product */
    is_ai_product: v.optional(v.string()),
    /** 设备类型 · device type */
    device_type: v.optional(v.string()),
    /** 厂商识别代码 · manufacturer identification code */
    manufact_code: v.optional(v.string()),
    /** 厂商注册日期 · manufacturer registration date */
    manufact_login_date: v.optional(v.string()),
    /** 厂商失效日期 · manufacturer deregistration date */
    manufact_logout_date: v.optional(v.string()),
    /** 厂商失效标识 · manufacturer deregistration flag */
    manufact_logout_flag: v.optional(v.string()),
    /** 厂商注册地址 · manufacturer registered address */
    manufact_register_addr: v.optional(v.string()),
    /** 厂商过期日期 · manufacturer expiry date */
    manufact_valid_date: v.optional(v.string()),
    /** 厂商企业名称 · manufacturer enterprise name */
    manufact_firm_name: v.optional(v.string()),
    /** 企业定价单位 · enterprise pricing unit */
    price_unit: v.optional(v.string()),
    /** 上市日期 · market launch date */
    sale_date: v.optional(v.string()),
    /** PC 类型 · PC type */
    pc_type: v.optional(v.string()),
    /** 上送平台编码 · code of the uploading platform */
    msg_src_platform: v.optional(v.string()),
  }),
  idempotencyField: 'req_ssn',
})
