/** @param {unknown} condition @param {string} message */
export function check(condition, message) {
  if (!condition) throw new Error(message)
}

/** @param {unknown} actual @param {unknown} expected @param {string} [what] */
export function equal(actual, expected, what = 'the value') {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (one !== other) throw new Error(`${what} is ${one} and should be ${other}`)
}

/**
 * The error that something fails with; its code must be the given one.
 * @param {() => unknown} action @param {string} code @returns {Promise<Error & { code: string }>}
 */
export async function fails(action, code) {
  let result
  try {
    result = await action()
  } catch (error) {
    const { name, code: actual, message } = /** @type {Error & { code?: string }} */ (error)
    equal(actual, code, `the code of ${name}: ${message}`)
    return /** @type {Error & { code: string }} */ (error)
  }
  throw new Error(`it should fail with ${code} and gave ${JSON.stringify(result)}`)
}
