import { refuse } from '../../errors/validation.ts'
import type { HttpMethod, Operation } from '../../operation/operation.ts'
import { validate } from '../../operation/request.ts'
import { serialize } from '../json.ts'
import type { GivenOptions } from '../options.ts'

/** The values of a call, by the option that holds them: copies, in which ciphertexts take the place of plain texts. */
export type CallValues = Readonly<Record<'json' | 'query' | 'params', unknown>>

/** Copies the values of a call as the schemas of its operation give them; refuses those that it does not describe. */
export function validateValues({ request, query, params }: Operation, given: GivenOptions): CallValues {
  if (!request && given['json'] !== undefined) refuseBody()
  if (!query && given['query'] !== undefined) refuse('query', 'is not taken by this call')
  return {
    json: request && validate(request, given['json'], 'json'),
    query: query && validate(query, given['query'] ?? {}, 'query'),
    params: params ? validate(params, given['params'], 'params') : given['params'],
  }
}

/** Copies the values of a call that nothing describes, or that is not to be validated; refuses what cannot be sent. */
export function copyValues(method: HttpMethod, { json, query, params }: GivenOptions): CallValues {
  if (method === 'GET' && json !== undefined) refuseBody()
  return {
    // As it is sent: a value may have a form of its own for JSON.
    json: json === undefined ? undefined : JSON.parse(serialize(json)),
    query: copyObject(query),
    params: copyObject(params),
  }
}

/** Copies a plain object; what is none is refused where it is read. */
function copyObject(values: unknown): unknown {
  return typeof values === 'object' && values && !(Symbol.iterator in values) ? { ...values } : values
}

function refuseBody(): never {
  refuse('json', 'is not taken by this call; use query')
}
