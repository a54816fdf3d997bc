// The part of Deno's and Bun's globals that the examples use; copied out, they have their runtime's own types.
declare const Deno: {
  readonly env: { toObject(): Record<string, string> }
  readonly stdin: { readonly readable: ReadableStream<Uint8Array<ArrayBuffer>> }
  exitCode: number
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
