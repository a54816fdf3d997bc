// Events of a function URL (函数 URL) and of an API gateway trigger (API 网关触发器), which have one form.

/** Makes a Request of an event. */
exports.createRequest = ({ httpMethod: method, path, headers, body, isBase64Encoded }) => {
  // The raw body is what was signed; an API gateway gives it as base64 if it is set so (Base64编码).
  const raw = isBase64Encoded && body ? Buffer.from(body, 'base64') : body
  const isEmpty = method === 'GET' || method === 'HEAD'
  return new Request(`https://localhost${path}`, { method, headers: headers ?? {}, body: isEmpty ? undefined : raw })
}

/** Makes the result of a Response (集成响应). */
exports.createResult = async (response) => ({
  isBase64Encoded: false,
  statusCode: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
})
