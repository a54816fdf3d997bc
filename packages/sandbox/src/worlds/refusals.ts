import { Refusal } from '../wire/response.ts'

/** Makes the refusal of a value in the body of a request: 400 `PARAM_ERROR`, with its place. */
export function refuseParameter(field: string, issue: string, message: string, location = 'body'): Refusal {
  return new Refusal(400, 'PARAM_ERROR', message, { detail: { field, issue, location } })
}

/** Makes the refusal of what a rule forbids: 400 `INVALID_REQUEST`. */
export function refuseRequest(message: string): Refusal {
  return new Refusal(400, 'INVALID_REQUEST', message)
}
