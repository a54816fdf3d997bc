/** The source text of a value that a schema's type takes. @param {any} schema @returns {string} */
export function sample(schema) {
  const { type, entries, item, wrapped, options } = schema
  if (entries) {
    const fields = Object.entries(entries).map(([name, field]) => `${name}: ${sample(field)}`)
    return `{ ${fields.join(', ')} }`
  }
  if (wrapped) return sample(wrapped)
  if (item) return `[${sample(item)}]`
  if (options) return `'${options[0]}'`
  return type === 'number' ? '1' : "'1'"
}
