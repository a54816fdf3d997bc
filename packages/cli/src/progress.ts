/** A progress bar, or a counter where the total is unknown. */
export interface Progress {
  /** Adds to what is done, in bytes. */
  advance(bytes: number): void
  /** Takes the bar away; what it leaves behind is the message. */
  stop(message: string): void
}

const NONE: Progress = { advance() {}, stop() {} }

/** Opens a progress bar on standard error, where that is a terminal. Ctrl-C is left to the command. */
export async function startProgress(label: string, total: number | undefined, isShown: boolean): Promise<Progress> {
  const stream = process.stderr
  if (!isShown || !stream.isTTY) return NONE
  const { default: progress } = await import('cli-progress')
  const format = total === undefined ? '{label} {kilobytes} kB' : '{label} {bar} {percentage} %'
  const bar = new progress.SingleBar({ format, stream, clearOnComplete: true, hideCursor: true, gracefulExit: false })
  let done = 0
  const payload = () => ({ label, kilobytes: Math.round(done / 1000) })
  bar.start(total ?? 0, 0, payload())
  return {
    advance(bytes) {
      done += bytes
      bar.update(done, payload())
    },
    stop(message) {
      bar.stop()
      stream.write(`${message}\n`)
    },
  }
}
