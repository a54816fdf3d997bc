// The function on this machine. Each HTTP request becomes the event that Tencent Cloud documents: EVENT=function-url or
// api-gateway; and the result becomes the response. SCF itself needs nothing of this file.
const { createServer } = require('node:http')
const { main_handler } = require('./index.js')

const { EVENT = 'function-url', PORT = '3000' } = process.env

/** The parts of the documented events that tell of the request. */
const EVENTS = {
  'function-url': ({ method, url, headers }, body) => ({
    body: body.toString(),
    headers,
    httpMethod: method,
    path: url,
    queryString: {},
  }),
  // As with Base64 encoding of all requests (全部触发). Headers come in their spelling.
  'api-gateway': ({ method, url, rawHeaders }, body) => ({
    requestContext: { serviceId: 'service-f94sy04v', path: '/{path}', httpMethod: method, stage: 'release' },
    headers: Object.fromEntries(
      rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1]]] : [])),
    ),
    body: body.toString('base64'),
    isBase64Encoded: true,
    pathParameters: {},
    queryStringParameters: {},
    headerParameters: {},
    path: url,
    queryString: {},
    httpMethod: method,
  }),
}

createServer(async (request, response) => {
  try {
    const body = Buffer.concat(await request.toArray())
    // Through JSON, as an event travels.
    const event = JSON.parse(JSON.stringify(EVENTS[EVENT](request, body)))
    const result = JSON.parse(JSON.stringify(await main_handler(event, {})))
    response.writeHead(result.statusCode, result.headers)
    response.end(Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8'))
  } catch (error) {
    console.error(error)
    response.writeHead(500).end()
  }
}).listen(Number(PORT), () => console.log(`listens on http://127.0.0.1:${PORT}, events as of ${EVENT}`))
