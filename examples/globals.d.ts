// The part of Deno's and Bun's globals that the examples use; copied out, they have their runtime's own types.
declare const Deno: {
  readonly args: readonly string[]
  readonly env: { toObject(): Record<string, string> }
  readonly stdin: { readonly readable: ReadableStream<Uint8Array<ArrayBuffer>> }
  exitCode: number
  openKv(path?: string): Promise<Deno.Kv>
  serve(
    options: { readonly hostname: string; readonly port: number; readonly onListen: () => void },
    handler: (request: Request) => Promise<Response>,
  ): { readonly addr: { readonly port: number } }
}

declare const Bun: {
  readonly env: Record<string, string | undefined>
  // biome-ignore lint/suspicious/noExplicitAny: what JSON holds, as in Response.json.
  readonly stdin: { json(): Promise<any> }
  serve(options: {
    readonly hostname: string
    readonly port: number
    readonly fetch: (request: Request) => Promise<Response>
  }): { readonly url: URL }
}

declare namespace Deno {
  interface KvEntryMaybe<Value> {
    readonly key: readonly string[]
    readonly value: Value | null
    readonly versionstamp: string | null
  }
  interface AtomicOperation {
    check(entry: KvEntryMaybe<unknown>): AtomicOperation
    set(key: readonly string[], value: unknown, options: { readonly expireIn: number }): AtomicOperation
    delete(key: readonly string[]): AtomicOperation
    commit(): Promise<{ readonly ok: boolean }>
  }
  interface Kv {
    get<Value>(key: readonly string[]): Promise<KvEntryMaybe<Value>>
    atomic(): AtomicOperation
    close(): void
  }
}

// Durable Objects, likewise.
interface DurableObjectNamespace<Target> {
  idFromName(name: string): { readonly name?: string }
  get(id: { readonly name?: string }): Target
}

declare module 'cloudflare:workers' {
  class DurableObject<Environment = unknown> {
    constructor(context: unknown, environment: Environment)
    protected readonly ctx: {
      readonly storage: {
        get(key: string): Promise<unknown>
        put(key: string, value: unknown): Promise<void>
        list(): Promise<ReadonlyMap<string, unknown>>
        deleteAll(): Promise<void>
        setAlarm(time: number): Promise<void>
      }
    }
    protected readonly env: Environment
  }
}
