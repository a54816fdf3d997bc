import { builtinOperation, sensitiveText, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import {
  creditCode,
  milliseconds,
  regionCode,
  requireField,
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
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/n-qualifications/confirm',
  request: v.strictObject({
    /** 品类集合 · collection of category records */
    data: v.optional(
      v.array(
        requireField(
          v.strictObject({
            /** 品类编码 · category code */
            cate_code: text(),
            /** 证件号码 · identity document number; letters upper case, no spaces; encrypted by the client */
            cert_no: sensitiveText(upperCase()),
            /** 能耗等级 · energy grade: `一级` · grade 1, `二级` · grade 2; required where `cate_code` starts with A */
            grade: v.optional(v.picklist(['一级', '二级'])),
            /** 姓名 · full name; encrypted by the client */
            name: sensitiveText(),
            /** 交易完成或商品退回时间戳 · timestamp of transaction completion or goods return, in milliseconds since 1970 */
            operation_time: milliseconds(),
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
            /** 收货地区编码 · delivery region code, 6 digits */
            add_code: regionCode(),
            /** 收货地址 · delivery address; encrypted by the client */
            address: sensitiveText(),
            /** 销售方式 · sales channel: `0` 线上 · online, `1` 线下 · offline */
            sale_models: saleChannel(),
            /** 家电品牌 · appliance brand */
            brand: text(),
            /** 活动资金地区编码 · region code of the campaign funding, 6 digits */
            activity_add_code: regionCode(),
            /** 统一社会信息代码 · unified social credit code, 18 characters, as on the business licence */
            uniscid: creditCode(),
            /** 销售企业名称 · name of the selling enterprise, at most 100 characters, as on the business licence */
            corp_name: textUpTo(100),
            /** 数据流水号 · data serial number, unique within the platform */
            serial_num: text(),
          }),
          'grade',
          (row) => row.grade !== undefined || !row.cate_code.startsWith('A'),
          'is missing: categories A… need it',
        ),
      ),
    ),
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
  }),
  idempotencyField: 'req_ssn',
})
