/**
 * Sends everything through a company's gateway, which forwards path, headers and bytes unchanged.
 *
 * @param {string} origin of the gateway
 * @param {import('@wechatpay-kit/transport-fetch').Transport} transport that reaches it
 * @returns {import('@wechatpay-kit/transport-fetch').Transport}
 */
export const createGatewayTransport = (origin, transport) => (url, request) => {
  const { pathname, search } = new URL(url)
  return transport(origin + pathname + search, request)
}
