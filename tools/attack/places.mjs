// Where values are shown: errors, inspections, JSON and what is printed.
import { inspect } from '../../runtime-tests/suite/inspect.mjs'

/** The places of an error that are shown somewhere. @param {any} error */
export function placesOf(error) {
  if (error === undefined) return {}
  const causes = []
  for (let cause = error.cause; cause !== undefined && causes.length < 10; cause = cause?.cause) causes.push(cause)
  return {
    message: String(error.message),
    text: String(error),
    stack: String(error.stack),
    inspection: show(error),
    causes: causes.map((cause) => `${cause?.message} ${cause?.stack} ${show(cause)}`).join('\n'),
    'own properties': show(Object.fromEntries(Object.getOwnPropertyNames(error).map((name) => [name, error[name]]))),
  }
}

/** A value as logs show it. @param {unknown} value */
export function show(value) {
  let json = ''
  try {
    json = JSON.stringify(value) ?? ''
  } catch {
    // What has no JSON shows nothing by it.
  }
  return `${inspect(value)}\n${json}`
}

/** The ways in which a value is written. @param {string} value */
export function spellings(value) {
  const form = new URLSearchParams({ a: value }).toString().slice(2)
  return [value, encodeURIComponent(value), form, JSON.stringify(value).slice(1, -1)]
}

/** Collects what is printed. */
export function capture() {
  const methods = /** @type {const} */ (['log', 'error', 'warn', 'info', 'debug'])
  const originals = methods.map((method) => console[method])
  let printed = ''
  for (const method of methods) {
    console[method] = (...values) => {
      printed += values.map(show).join(' ')
    }
  }
  return {
    take() {
      const text = printed
      printed = ''
      return text
    },
    restore() {
      for (const [index, method] of methods.entries()) console[method] = /** @type {any} */ (originals[index])
    },
  }
}
