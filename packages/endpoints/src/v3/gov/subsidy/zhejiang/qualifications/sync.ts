import { builtinOperation, sensitiveText, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import {
  barcode,
  creditCode,
  regionCode,
  requireField,
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
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/qualifications/sync',
  request: v.strictObject({
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: v.optional(text()),
    /** 资格集合 · collection of qualification records */
    data: v.optional(
      v.array(
        requireField(
          v.strictObject({
            /** 品类凭证码 · category voucher code */
            auth_code: text(),
            /** 品类编码 · category code */
            cate_code: text(),
            /** 证件号码 · identity document number; encrypted by the client */
            cert_no: sensitiveText(),
            /** 能耗等级 · energy grade: `一级` · grade 1, `二级` · grade 2 */
            grade: v.optional(v.picklist(['一级', '二级'])),
            /** 姓名 · full name; encrypted by the client */
            name: sensitiveText(),
            /** 交易完成或商品退回时间戳 · timestamp of transaction completion or goods return */
            operation_time: text(),
            /** 银行机构名称 · name of the banking institution */
            bank_name: v.optional(text()),
            /** 银行补贴金额 · bank subsidy amount, in yuan */
            bank_subsidy: v.optional(yuan()),
            /** 交易平台补贴金额 · trading platform subsidy amount, in yuan */
            plat_subsidy: v.optional(yuan()),
            /** 销售金额 · sales amount, in yuan */
            sales: yuan(),
            /** 品类状态 · category state: `0` 已核销 · redeemed, `1` 已退回 · returned */
            status: v.picklist(['0', '1']),
            /** 政府补贴金额 · government subsidy amount, in yuan */
            subsidy: yuan(),
            /** 手机号 · mobile phone number; encrypted by the client */
            tel: sensitiveText(),
            /** 区县编码 · district/county code */
            add_code: text(),
            /** 收货地址 · delivery address */
            address: text(),
            /** 销售方式 · sales channel: `0` 线上 · online, `1` 线下 · offline */
            sale_models: saleChannel(),
            /** S/N码 · serial number (S/N) of the product */
            sn_code: text(),
            /** 统一社会信息代码 · unified social credit code, 18 characters, as on the business licence */
            uniscid: creditCode(),
            /** 销售企业名称 · name of the selling enterprise */
            corp_name: text(),
            /** 商品条码 · product barcode, 13 or 14 digits */
            barcode: barcode(),
            /** 商品名称 · product name */
            item_name: text(),
            /** 规格型号 · specification / model */
            spec_model: text(),
            /** 家电品牌 · appliance brand */
            brand: text(),
            /** 物流单号 · logistics tracking number, at most 100 characters */
            logistics_no: v.optional(textUpTo(100)),
            /** 签收时间 · time the delivery was signed for */
            delivery_time: v.optional(text()),
            /** 发票号 · invoice number, at most 100 characters */
            invoice_no: v.optional(textUpTo(100)),
            /** 是否属于 AI 产品 · whether this is an AI product: `0` 是 · yes, `1` 否 · no */
            is_ai_product: v.picklist(['0', '1']),
            /** 类型 · type, required for computers */
            pc_type: v.optional(text()),
            /** 商户订单号 · merchant order number, at most 50 characters */
            order_no: textUpTo(50),
            /** 原始订单号 · original order number, required for returns */
            origin_order_no: v.optional(text()),
            /** 活动地区编码 · campaign region code, 6 digits */
            activity_add_code: regionCode(),
            /** IMEI1 · IMEI 1, required for communication devices */
            imei1: v.optional(text()),
            /** IMEI2 · IMEI 2 */
            imei2: v.optional(text()),
            /** 3C SN 锁定解锁订单号 · order number used when locking/unlocking the 3C product serial number */
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
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
    /** 异常数据说明列表 · list of descriptions of abnormal records */
    error_data: v.optional(v.array(v.string())),
  }),
  idempotencyField: 'req_ssn',
})
