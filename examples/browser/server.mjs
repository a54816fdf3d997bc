// The shop's server: hands out the page, and passes on what the page encrypted. It never sees a person's data.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { getWxpay } from './wxpay.mjs'

const { PAGE = 'dist', PORT = '8080' } = process.env
const html = await readFile(`${PAGE}/index.html`)
const script = await readFile(`${PAGE}/main.js`)
const wxpay = await getWxpay(process.env)

/** Most bytes of a call, three fields of which are ciphertexts: a body that is longer, or says no length, is not read. */
const MOST_BYTES = 16_384

const server = createServer(async (request, response) => {
  const respond = (/** @type {number} */ status, /** @type {object} */ body) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  const route = `${request.method} ${request.url}`
  if (route === 'GET /') return response.setHeader('Content-Type', 'text/html').end(html)
  if (route === 'GET /main.js') return response.setHeader('Content-Type', 'text/javascript').end(script)
  if (route !== 'POST /alter') return respond(404, {})
  if (!(Number(request.headers['content-length']) <= MOST_BYTES)) {
    response.setHeader('Connection', 'close')
    return respond(413, { code: 'TOO_LARGE' })
  }
  try {
    const sent = await json(request).catch(() => undefined)
    const call = /** @type {any} */ ({ ...Object(sent), req_ssn: randomUUID().replaceAll('-', '') })
    // The header says that the fields are ciphertexts, and for which key; plain text is refused.
    const headers = { 'Wechatpay-Serial': String(request.headers['wechatpay-serial']) }
    const altered = wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: call, headers })
    const { resp_code, auth_code } = await altered.json()
    respond(200, { resp_code, auth_code })
  } catch (error) {
    if (!isWechatPayError(error)) return respond(500, { code: 'INTERNAL_ERROR' })
    const { code } = error
    if (error.name === 'ValidationError') return respond(422, { code, field: error.field })
    if (error.name === 'BusinessError') return respond(409, { code, resp_code: error.respCode })
    respond(502, { code })
  }
})
server.listen(Number(PORT), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(`http://127.0.0.1:${port}`)
})
