// Events of an HTTP API or a function URL (payload format 2.0), of a REST API (1.0) and of an Application Load Balancer.

/** Makes a Request of an event. */
export function createRequest({ requestContext, httpMethod, rawPath, path, headers, multiValueHeaders, ...event }) {
  const method = httpMethod ?? requestContext.http.method
  // A load balancer gives headers of several values, or of one, as it is set.
  const entries = Object.entries(multiValueHeaders ?? headers ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value]),
  )
  // The raw body is what was signed; whether it comes as text or as base64 is the gateway's choice. None is null.
  const raw = event.isBase64Encoded && event.body ? Buffer.from(event.body, 'base64') : event.body
  const body = method === 'GET' || method === 'HEAD' ? undefined : raw
  return new Request(`https://localhost${rawPath ?? path}`, { method, headers: entries, body })
}

/** Makes the result of a Response. @param {Response} response */
export async function createResult(response, { multiValueHeaders }) {
  const headers = [...response.headers]
  return {
    statusCode: response.status,
    // In the form in which the event had them.
    ...(multiValueHeaders
      ? { multiValueHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value]])) }
      : { headers: Object.fromEntries(headers) }),
    body: await response.text(),
    isBase64Encoded: false,
  }
}
