import { refuse } from '../../errors/validation.ts'
import type { Operation } from '../../operation/operation.ts'
import { findSensitiveValues, sensitiveFieldsOf } from '../../operation/request.ts'

/**
 * Refuses a path that is probably a misspelt operation: one beside known ones, with fields that those encrypt. No schema
 * would encrypt them, and they would leave as plain text.
 */
export function refuseNeighbours(
  pathname: string,
  body: string | undefined,
  query: unknown,
  operations: readonly Operation[],
): void {
  const directoryOf = (path: string) => path.slice(0, path.lastIndexOf('/')).toLowerCase()
  const directory = directoryOf(pathname)
  const neighbours = operations.filter((operation) => directoryOf(operation.path) === directory)
  if (neighbours.length === 0) return
  const json: unknown = body === undefined ? undefined : JSON.parse(body)
  for (const { path, request, query: querySchema } of neighbours) {
    const [name] = [...listSensitiveNames(request, json), ...listSensitiveNames(querySchema, query)]
    if (name === undefined) continue
    refuse(
      'path',
      `is not a known operation, but ${path} beside it encrypts ${name}; correct it, or use defineOperation, or name the key in headers['Wechatpay-Serial'] if ${name} is a ciphertext`,
    )
  }
}

function listSensitiveNames(schema: Operation['request'], values: unknown): string[] {
  if (!schema) return []
  const present = sensitiveFieldsOf(schema).filter((field) => Object.hasOwn(Object(values), field))
  return [...present, ...findSensitiveValues(schema, values).map(({ path }) => path.join('.'))]
}
