/** Global fetch is a transport as it is. @type {import('@wechatpay-kit/transport-fetch').Transport} */
export const fetchTransport = (url, request) => fetch(url, request)
