export { areas, type CatalogueArea } from './areas.ts'
export { CatalogueError, type CatalogueErrorCode } from './errors.ts'
export { type FindOptions, type FoundOperation, findOperations } from './find.ts'
export { readArea, readNotifications } from './read.ts'
export type {
  CatalogueDeprecation,
  CatalogueIdempotency,
  CatalogueNode,
  CatalogueNotification,
  CatalogueOperation,
  NamedNode,
} from './records.ts'
