// The requests that are measured, and where their sensitive fields are.

/**
 * @typedef {object} Request
 * @property {'alter' | 'confirm'} operation the client's method
 * @property {string} path from `/v3/`
 * @property {(number: string) => any} create the JSON with plain values, under a request serial number of its own
 * @property {(json: any) => string[]} sensitive the values that must travel encrypted
 */

const person = { cert_no: '330102199001011234', name: '张三', tel: '13800138000' }

/** A qualification is altered: three encrypted fields. @type {Request} */
const alter = {
  operation: 'alter',
  path: '/v3/gov/subsidy/zhejiang/qualifications/alter',
  create: (number) => ({ cate_code: 'A01', ...person, req_ssn: number }),
  sensitive: ({ cert_no, name, tel }) => [cert_no, name, tel],
}

/** A person's redemption and return are reported in turn: four encrypted fields a row. @param {number} rows @returns {Request} */
function confirm(rows) {
  const row = {
    cate_code: 'A01',
    ...person,
    grade: '一级',
    operation_time: '1767240000000',
    sales: '3999.00',
    subsidy: '599.85',
    add_code: '330102',
    address: '文一路 1 号',
    sale_models: '0',
    brand: '示例',
    activity_add_code: '330100',
    uniscid: '91330000000000000X',
    corp_name: '示例电器有限公司',
  }
  const data = Array.from({ length: rows }, (_, index) => ({
    ...row,
    status: String(index % 2),
    serial_num: `N${index}`,
  }))
  return {
    operation: 'confirm',
    path: '/v3/gov/subsidy/zhejiang/n-qualifications/confirm',
    create: (number) => ({ data, req_ssn: number }),
    sensitive: (json) =>
      json.data.flatMap((/** @type {typeof row} */ { cert_no, name, tel, address }) => [cert_no, name, tel, address]),
  }
}

/** The request with so many rows, or without any. @param {number | undefined} rows */
export const describeRequest = (rows) => (rows === undefined ? alter : confirm(rows))
