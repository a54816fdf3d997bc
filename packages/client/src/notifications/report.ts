/** Makes the function that reports errors; it never throws. */
export function createReporter(onError: ((error: unknown) => unknown) | undefined): (error: unknown) => Promise<void> {
  const report = onError ?? createConsoleReporter()
  return async (error) => {
    try {
      await report(error)
    } catch {
      // An observer must not change what it observes.
    }
  }
}

/** Reports the first error of each kind, so that nobody looks for a reason in vain, and no stranger can fill the log. */
function createConsoleReporter(): (error: unknown) => void {
  const reported = new Set<string>()
  return (error) => {
    const { name = 'Error', code, message } = Object(error) as { name?: string; code?: unknown; message?: unknown }
    const kind = `${name} ${String(code ?? '')}`.trim()
    if (reported.has(kind) || reported.size >= MOST_KINDS) return
    reported.add(kind)
    // biome-ignore lint/suspicious/noConsole: as documented; with onError nothing goes there.
    console.error(`A notification was not handled: ${kind}: ${String(message)} (Give onError to hear of every one.)`)
  }
}

/** Most kinds of error that go to the console. */
const MOST_KINDS = 20
