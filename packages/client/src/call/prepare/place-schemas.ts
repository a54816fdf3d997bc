import { type Place, runSchema } from '../../operation/request.ts'
import { type AnySchema, memberOf, readMember } from '../../operation/sensitive.ts'

type PlaceSchemas = readonly (AnySchema | null | undefined)[]

/**
 * Lists the schemas that describe the value at a place, in unions and the like too, of which the place itself knows no
 * schema. A field of the given name is described by those that name it: neither by the rest of an open object, nor by a
 * record of any names.
 */
export function listPlaceSchemas({ schema, parent, key, value }: Place, name: string): PlaceSchemas {
  if (!parent) return listParts([schema], value)
  const members = listPlaceSchemas(parent, name).flatMap((outer) => [
    memberOf(outer, key, Array.isArray(parent.value)),
    readMember(outer, 'items')?.[key as never],
    ...(key === name && !readMember(outer, 'key')?.options?.includes(key as never)
      ? []
      : [readMember(outer, 'rest'), readMember(outer, 'value')]),
  ])
  return listParts(members, value)
}

/** Lists schemas and those that they consist of, in unions and pipes those that accept the value. */
function listParts(schemas: PlaceSchemas, value: unknown): PlaceSchemas {
  const parts = new Set(schemas)
  // A set that grows while it is read.
  for (const part of parts) {
    const inner = [readMember(part, 'wrapped'), readMember(part, 'options'), readMember(part, 'pipe')].flat()
    for (const one of inner) {
      if (one?.kind === 'schema' && !runSchema(one, value).issues) parts.add(one)
    }
  }
  return [...parts]
}
