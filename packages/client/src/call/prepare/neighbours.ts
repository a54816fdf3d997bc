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
  const directory = splitDirectory(pathname)
  const neighbours = operations.filter(({ path }) => isDirectory(directory, splitDirectory(path)))
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

/** Splits the path down to its last segment; neither case nor a slash at its end makes it another one. */
function splitDirectory(path: string): string[] {
  return path.replace(/\/$/, '').toLowerCase().split('/').slice(0, -1)
}

/** Tells whether segments are those of an operation's directory, whose variables stand for any segment. */
function isDirectory(segments: readonly string[], known: readonly string[]): boolean {
  if (segments.length !== known.length) return false
  return known.every((segment, index) => segment.startsWith('{') || segment === segments[index])
}

function listSensitiveNames(schema: Operation['request'], values: unknown): string[] {
  if (!schema) return []
  const present = sensitiveFieldsOf(schema).filter((field) => Object.hasOwn(Object(values), field))
  return [...present, ...findSensitiveValues(schema, values).map(({ path }) => path.join('.'))]
}
