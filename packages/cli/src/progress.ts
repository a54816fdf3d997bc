/** A progress bar, or a counter where the total is unknown. */
export interface Progress {
  /** Adds to what is done, in bytes. */
  advance(bytes: number): void
  /** Takes the bar away; what it leaves behind is the message. */
  stop(message: string): void
}

const NONE: Progress = { advance() {}, stop() {} }

/** Opens a progress bar on standard error, where that is a terminal. */
export async function startProgress(
  label: string,
  total: number | undefined,
  { isShown, signal }: { readonly isShown: boolean; readonly signal: AbortSignal },
): Promise<Progress> {
  const output = process.stderr
  if (!isShown || !output.isTTY) return NONE
  const { progress, spinner } = await import('@clack/prompts')
  let done = 0
  if (total === undefined) {
    const bar = spinner({ output, signal })
    bar.start(label)
    return {
      advance(bytes) {
        done += bytes
        bar.message(`${label} ${Math.round(done / 1000)} kB`)
      },
      stop: (message) => bar.stop(message),
    }
  }
  const bar = progress({ output, signal, max: total })
  bar.start(label)
  return {
    advance(bytes) {
      done += bytes
      bar.advance(bytes, `${label} ${Math.floor((done / total) * 100)} %`)
    },
    stop: (message) => bar.stop(message),
  }
}
