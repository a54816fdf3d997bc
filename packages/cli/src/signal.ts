/** Waits until somebody stops the command: with Ctrl-C, a signal, or by leaving its output. */
export async function waitForEnd(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
