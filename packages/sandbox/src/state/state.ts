/** The rows of one kind, by key. A row is JSON; it is replaced as a whole, and never changed in place. */
export interface Table<Row> {
  readonly size: number
  get(key: string): Row | undefined
  has(key: string): boolean
  set(key: string, row: Row): void
  delete(key: string): void
  /** All rows, in the order in which their keys first came. */
  values(): Iterable<Row>
}

/** All that a sandbox remembers. */
export interface State {
  /** The table of this name; it is empty at first. */
  table<Row extends object>(name: string): Table<Row>
}

/** Makes a state that is kept in memory. */
export function createState(): State {
  const tables = new Map<string, Map<string, object>>()
  return {
    table<Row extends object>(name: string): Table<Row> {
      const found = tables.get(name) ?? new Map<string, object>()
      tables.set(name, found)
      return found as Map<string, Row>
    },
  }
}
