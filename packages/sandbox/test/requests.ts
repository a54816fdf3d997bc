import { createNonce, signRequest, verifySignedMessage } from '@wechatpay-kit/crypto'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'

/** Target of the call that is sent. */
export const target = '/v3/gov/subsidy/zhejiang/qualifications/alter'
/** Its JSON before encryption. */
export const plain = {
  cate_code: 'A01',
  cert_no: '330102199001011234',
  name: '张三',
  tel: '13800138000',
  req_ssn: '123',
}
/** Keys of both sides. */
export const keys = {
  merchant: { mchid: '1900000000', serialNumber: 'ABCDEF', keys: await generateKeyPair() },
  platform: { id: 'PUB_KEY_ID_01', keys: await generateKeyPair() },
}
/** The sandbox that receives it. */
export const sandbox = await createSandbox({ ...keys, platformKeyKind: 'public-key' })
export const { merchant } = sandbox
export const [platform] = sandbox.platformKeys as [(typeof sandbox.platformKeys)[number]]

/** Encrypts the sensitive fields of the JSON and serialises it. */
export async function encrypt(json: Partial<typeof plain>, key = platform.key) {
  const encrypted: Record<string, unknown> = { ...json }
  for (const name of ['cert_no', 'name', 'tel'] as const) {
    if (json[name]) encrypted[name] = await key.encrypt(json[name])
  }
  return JSON.stringify(encrypted)
}

/** Sends a raw request, right in everything that is not changed, and verifies the response. */
export async function send(
  change: {
    method?: string
    target?: string
    body?: string
    signedBody?: string
    signedTarget?: string
    signedMethod?: string
    bytes?: Uint8Array<ArrayBuffer>
    timestamp?: number
    mchid?: string
    brandId?: string
    serialNumber?: string
    signer?: typeof merchant.privateKey
    headers?: Record<string, string | undefined>
    authorization?: (value: string) => string
  } = {},
  to: Pick<typeof sandbox, 'fetch'> = sandbox,
) {
  const { method = 'POST', body = await encrypt({ ...plain, req_ssn: createNonce() }) } = change
  const authorization = await signRequest(
    {
      method: change.signedMethod ?? method,
      target: change.signedTarget ?? change.target ?? target,
      body: change.signedBody ?? change.bytes ?? body,
      timestamp: change.timestamp ?? Math.floor(Date.now() / 1000),
      nonce: createNonce(),
    },
    {
      ...(change.brandId === undefined ? { mchid: change.mchid ?? merchant.mchid } : { brandId: change.brandId }),
      serialNumber: change.serialNumber ?? merchant.serialNumber,
      signer: change.signer ?? merchant.privateKey,
    },
  )
  const headers = Object.entries({
    Accept: 'application/json',
    'User-Agent': 'test',
    'Content-Type': 'application/json',
    'Wechatpay-Serial': platform.id,
    Authorization: change.authorization?.(authorization) ?? authorization,
    ...change.headers,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const response = await to.fetch(
    new Request(`https://sandbox${change.target ?? target}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: change.bytes ?? body }),
    }),
  )
  const text = await response.text()
  await verifySignedMessage(
    { headers: response.headers, body: text },
    { now: Date.now(), keys: (id) => (id === platform.id ? platform.key : undefined) },
  )
  return {
    status: response.status,
    text,
    requestId: response.headers.get('request-id'),
    json: text.startsWith('{') ? JSON.parse(text) : undefined,
  }
}
