/** A change of the memory: a row that was set; without a row, one that was deleted. Rows are JSON. */
export type Change = readonly [table: string, key: string, row?: unknown]

/**
 * Keeps the memory of a sandbox across restarts; `openStateFile` of `@wechatpay-kit/sandbox/node` keeps it in a file.
 *
 * @example
 * ```ts
 * import { createSandbox, type SandboxStorage } from '@wechatpay-kit/sandbox'
 *
 * const changes: string[] = []
 * const storage: SandboxStorage = {
 *   load: () => changes.map((line) => JSON.parse(line)),
 *   append: (step) => void changes.push(...step.map((change) => JSON.stringify(change))),
 * }
 * const { apiV3Key } = await createSandbox({ storage })
 * console.log((await createSandbox({ storage })).apiV3Key === apiV3Key) // true
 * ```
 */
export interface SandboxStorage {
  /** Gives all changes so far, in their order; called once, when the sandbox is made. */
  load(): Iterable<Change> | Promise<Iterable<Change>>
  /**
   * Keeps the changes of one step, before the response that they belong to is given: all of them or none, so that after a
   * crash nothing is half done, such as a payment without its notification. A failure fails that call and every later one.
   * `listRows` lists the memory as changes, for a storage that writes itself anew when it has grown.
   */
  append(step: readonly Change[], listRows: () => Iterable<Change>): void | Promise<void>
}

/** A table of the memory: a `Map` whose changes are kept. A row is JSON; it is replaced, and never changed in place. */
export type Table<Row> = Map<string, Row>

/** The memory of a sandbox. */
export interface State {
  /** Gives a table by its name; a new one is empty. */
  table<Row>(name: string): Table<Row>
  /** Resolves when the storage has every change so far; rejects with its failure. */
  kept(): Promise<void>
}

/** Makes a memory with what a storage has kept; without one, an empty memory that is gone with the process. */
export async function createState(storage?: SandboxStorage): Promise<State> {
  const tables = new Map<string, KeptTable<unknown>>()
  const pending: Change[] = []
  let keeping = Promise.resolve()
  const onChange =
    storage &&
    ((change: Change) => {
      // What changes without a pause between belongs together.
      if (pending.push(change) > 1) return
      keeping = keeping.then(() => storage.append(pending.splice(0), () => listRows(tables)))
      // Whoever asks whether it is kept gets the failure.
      keeping.catch(() => {})
    })
  const table = (name: string) => {
    const found = tables.get(name) ?? new KeptTable<unknown>(name, onChange)
    tables.set(name, found)
    return found
  }
  for (const [name, key, row] of (await storage?.load()) ?? []) table(name).restore(key, row)
  return { table: <Row>(name: string) => table(name) as Table<Row>, kept: () => keeping }
}

/** A table that tells of its changes. */
class KeptTable<Row> extends Map<string, Row> {
  readonly #name: string
  readonly #onChange: ((change: Change) => void) | undefined

  constructor(name: string, onChange: ((change: Change) => void) | undefined) {
    super()
    this.#name = name
    this.#onChange = onChange
  }

  /** Puts back a change that was kept. */
  restore(key: string, row: Row | undefined): void {
    if (row === undefined) super.delete(key)
    else super.set(key, row)
  }

  override set(key: string, row: Row): this {
    super.set(key, row)
    this.#onChange?.([this.#name, key, row])
    return this
  }

  override delete(key: string): boolean {
    const isFound = super.delete(key)
    if (isFound) this.#onChange?.([this.#name, key])
    return isFound
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key)
  }
}

function* listRows(tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>): Iterable<Change> {
  for (const [name, rows] of tables) {
    for (const [key, row] of rows) yield [name, key, row]
  }
}
