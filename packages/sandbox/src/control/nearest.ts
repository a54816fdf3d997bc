/** Finds the names that are nearest to one that there is not: three at most, the nearest first. */
export function findNearest(name: string, names: readonly string[]): readonly string[] {
  const wanted = name.toUpperCase().slice(0, 100)
  const rank = (one: string) => (wanted !== '' && one.includes(wanted) ? 0 : measureDistance(wanted, one))
  return [...names]
    .map((one) => ({ one, distance: rank(one.toUpperCase()) }))
    .sort((first, second) => first.distance - second.distance)
    .slice(0, 3)
    .map(({ one }) => one)
}

/** Measures how many characters have to be put in, taken out or replaced to make one text of another (Levenshtein). */
function measureDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [line, character] of [...from].entries()) {
    const next = [line + 1]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (to[column - 1] === character ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
