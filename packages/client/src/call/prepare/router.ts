import { refuse } from '../../errors/validation.ts'
import type { HttpMethod, Operation } from '../../operation/operation.ts'
import type { Settings } from '../settings.ts'
import type { RefuseMisspelt } from './misspelling.ts'
import { readSensitiveNames, type SensitiveNames } from './plain-fields.ts'
import { fillPath } from './target.ts'
import { addOperation, createNode, listNodes, type Node, splitPath, withoutSlash } from './trie.ts'

/** The destination of a call. */
interface Route {
  /** The path with its variables filled in, percent-encoded as it is sent. */
  readonly filled: string
  readonly operation: Operation | undefined
}

/** The operations that a client knows, and the way to find the one that a call means. */
export interface Router {
  /** The trie of their paths. */
  readonly root: Node
  /** The names of fields that they encrypt. */
  listSensitiveNames(): SensitiveNames
  /**
   * Finds the destination of a call, by the path as it was written and the values of its variables. A misspelt path, and a
   * method that a known path does not have, are refused unless `isAsWritten` says that they are meant.
   */
  find(method: HttpMethod, path: string, params: unknown, isAsWritten?: boolean): Route
}

/**
 * Makes the router of these operations: a trie by path segments. `checkOperation` refuses those that the client cannot call;
 * `refuseMisspelt` looks at the paths that none of them has.
 * `known` are more names of fields that are encrypted: those of the client whose router this is beside.
 */
export function createRouter(
  operations: readonly Operation[],
  { checkOperation }: Pick<Settings, 'checkOperation'>,
  refuseMisspelt?: RefuseMisspelt,
  known?: Pick<Router, 'listSensitiveNames'>,
): Router {
  const root = createNode()
  for (const [index, operation] of operations.entries()) {
    if (!addOperation(root, operation))
      refuse(`operations.${index}`, `is ${operation.method} ${operation.path}, which stands in the list already`)
    checkOperation?.(operation)
  }
  let sensitiveNames: SensitiveNames | undefined
  /** The destinations of paths without variables that were called before, by method and path. */
  const fixed = new Map<string, Route>()
  return {
    root,
    // When the first call needs them: who has a thousand operations may never make an untyped one.
    listSensitiveNames() {
      sensitiveNames ??= new Map([...(known?.listSensitiveNames() ?? []), ...readSensitiveNames(operations)])
      return sensitiveNames
    },
    find(method, path, params, isAsWritten = false) {
      const key = method + path
      const remembered = params === undefined && fixed.get(key)
      if (remembered) return remembered
      const { filled, pathname } = fillPath(path, params)
      const operation = findOperation(root, method, path, pathname, isAsWritten)
      if (!operation) {
        if (!isAsWritten) refuseMisspelt?.(root, method, splitPath(path))
        return { filled, operation }
      }
      if (operation.params && withoutSlash(path) !== withoutSlash(operation.path)) {
        refuse('path', `must be written ${operation.path}, its values in params, because some of them are encrypted`)
      }
      // The operation alone tells whether there is a slash at the end.
      const route = { filled: withoutSlash(filled) + (operation.path.endsWith('/') ? '/' : ''), operation }
      if (params === undefined && path === operation.path) fixed.set(key, route)
      return route
    },
  }
}

/**
 * Finds the operation that is called, by the path and not by how it was written: a variable may be filled with a known
 * name. Literal segments come before variables. A value with a slash leaves the path as it was written.
 */
function findOperation(
  root: Node,
  method: HttpMethod,
  path: string,
  pathname: string,
  isAsWritten: boolean,
): Operation | undefined {
  const segments = splitPath(pathname)
  const writtenSegments = splitPath(path)
  const [meant, written] = [listNodes(root, segments), listNodes(root, writtenSegments)]
  // Sent as %2F, the slash may or may not be taken for one by the other side: there are two operations to choose from.
  if (meant.length > 0 && written.length > 0 && segments.length > writtenSegments.length) {
    refuse('params', `hold a slash, with which ${path} would be another known path too; leave the slash out`)
  }
  const nodes = meant.length > 0 ? meant : written
  const found = nodes.map(({ operations }) => operations.get(method)).find(Boolean)
  // Without its operation a call would leave unvalidated and unencrypted.
  if (!found && !isAsWritten && nodes.length > 0) {
    const methods = nodes.flatMap(({ operations }) => [...operations.keys()])
    refuse('method', `must be ${methods.join(' or ')} for ${path}`)
  }
  return found
}
