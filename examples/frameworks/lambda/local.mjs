// The function on this machine. Each HTTP request becomes the event that AWS documents: EVENT=http-api, rest-api or
// load-balancer; and the result becomes the response. Lambda itself needs nothing of this file.
import { createServer } from 'node:http'
import { handler } from './index.mjs'

const { EVENT = 'http-api', PORT = '3000' } = process.env

/** Headers as they came, in their spelling. @param {import('node:http').IncomingMessage} request */
function readHeaders({ rawHeaders }, isLowerCase) {
  const headers = {}
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = isLowerCase ? rawHeaders[index].toLowerCase() : rawHeaders[index]
    headers[name] = [...(headers[name] ?? []), rawHeaders[index + 1]]
  }
  return headers
}

const join = (headers, choose) =>
  Object.fromEntries(Object.entries(headers).map(([key, values]) => [key, choose(values)]))

/** The parts of the documented events that tell of the request. */
const EVENTS = {
  'http-api'(request, body) {
    const http = { method: request.method, path: request.url, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' }
    return {
      version: '2.0',
      routeKey: '$default',
      rawPath: request.url,
      rawQueryString: '',
      headers: join(readHeaders(request, true), (values) => values.join(',')),
      requestContext: { http, stage: '$default' },
      body: body.toString(),
      isBase64Encoded: false,
    }
  },
  // As with the binary media type */*: every body is base64.
  'rest-api'(request, body) {
    const multiValueHeaders = readHeaders(request, false)
    return {
      version: '1.0',
      resource: '/{proxy+}',
      path: request.url,
      httpMethod: request.method,
      headers: join(multiValueHeaders, (values) => values.at(-1)),
      multiValueHeaders,
      requestContext: { httpMethod: request.method, stage: 'prod' },
      body: body.length > 0 ? body.toString('base64') : null,
      isBase64Encoded: true,
    }
  },
  // As with multi-value headers enabled.
  'load-balancer'(request, body) {
    return {
      requestContext: {
        elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/1' },
      },
      httpMethod: request.method,
      path: request.url,
      multiValueQueryStringParameters: {},
      multiValueHeaders: readHeaders(request, true),
      body: body.toString(),
      isBase64Encoded: false,
    }
  },
}

createServer(async (request, response) => {
  try {
    const body = Buffer.concat(await request.toArray())
    // Through JSON, as an event travels.
    const event = JSON.parse(JSON.stringify(EVENTS[EVENT](request, body)))
    const result = JSON.parse(JSON.stringify(await handler(event)))
    response.writeHead(result.statusCode, result.multiValueHeaders ?? result.headers)
    response.end(Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8'))
  } catch (error) {
    console.error(error)
    response.writeHead(502).end()
  }
}).listen(Number(PORT), () => console.log(`listens on http://127.0.0.1:${PORT}, events as of ${EVENT}`))
