import type { Merchants } from '../merchants.ts'
import type { IncomingRequest } from '../wire/authentication.ts'
import { type PlainResponse, Refusal, toJsonResponse, toRefusalResponse } from '../wire/response.ts'
import type { Command } from '../worlds/world.ts'

/** The part of a path that belongs to people and tests, and not to WeChat Pay. */
export const CONTROL_PATH = '/sandbox'

/** Executes the commands by which people and tests play payers and users. */
export interface Control {
  /** Executes a command by its name; rejects with a refusal. */
  execute(name: string, json: Readonly<Record<string, unknown>>, origin: string): Promise<object>
  /** Responds to a request below {@link CONTROL_PATH}. */
  respond(request: IncomingRequest): Promise<PlainResponse>
}

/** Makes the control of a sandbox. `hosts` says whether it responds to any host name, or to this machine's own alone. */
export function createControl(
  commands: ReadonlyMap<string, Command>,
  {
    merchants,
    now,
    isOpen,
    showPage,
  }: {
    readonly merchants: Merchants
    readonly now: () => number
    readonly isOpen: boolean
    readonly showPage: (url: URL) => PlainResponse
  },
): Control {
  const execute: Control['execute'] = async (name, json, origin) => {
    const command = commands.get(name)
    if (!command) {
      throw new Refusal(404, 'RESOURCE_NOT_EXISTS', `沙箱没有命令 ${name}，可用：${[...commands.keys()].join('、')}`)
    }
    const merchant = json.mchid === undefined ? merchants.first : merchants.find(String(json.mchid))
    if (!merchant) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', `沙箱没有商户 ${json.mchid}`)
    return command(json, { merchant, origin, now: now() })
  }

  const respond: Control['respond'] = async (request) => {
    const url = new URL(request.origin + request.target)
    checkCaller(request, url, isOpen)
    if (request.method === 'GET') return showPage(url)
    const json = readJson(request)
    return toJsonResponse(200, await execute(url.pathname.slice(CONTROL_PATH.length + 1), json, request.origin))
  }

  return { execute, respond: (request) => respond(request).catch(toRefusalResponse) }
}

/** Names of the machine that the sandbox runs on. */
const OWN_HOSTS = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Refuses requests of pages from elsewhere, and of host names that somebody else may have pointed at this machine. */
function checkCaller({ headers }: IncomingRequest, { hostname, origin }: URL, isOpen: boolean): void {
  if (!isOpen && !OWN_HOSTS.test(hostname)) {
    throw new Refusal(403, 'NO_AUTH', `沙箱的 /sandbox 只接受本机访问，收到的主机名是 ${hostname}`)
  }
  const caller = headers.get('origin')
  if (caller !== null && caller !== origin) {
    throw new Refusal(403, 'NO_AUTH', `沙箱的 /sandbox 不接受来自 ${caller} 的页面`)
  }
}

/** Reads the JSON of a command; a page's form is refused, which every site could send. */
function readJson({ headers, body }: IncomingRequest): Readonly<Record<string, unknown>> {
  if (!(headers.get('content-type') ?? '').toLowerCase().startsWith('application/json')) {
    throw new Refusal(415, 'PARAM_ERROR', '请以 application/json 发送')
  }
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body))
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw new Refusal(400, 'PARAM_ERROR', '请求体须为 JSON 对象')
}
