/** Whether two values of JSON say the same; the order of fields does not count, that of list elements does. */
export function isSameContent(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, sortFields) === JSON.stringify(other, sortFields)
}

/** Replacer of `JSON.stringify` that writes the fields of every object in one order. */
function sortFields(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
