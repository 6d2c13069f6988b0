/**
 * Those of `ids` from which the way up, from parent to parent, never ends: what goes in a circle, and what stands below one.
 */
export function endless(ids: Iterable<string>, parentOf: (id: string) => string | null | undefined): Set<string> {
  const found = new Set<string>()
  for (const start of ids) {
    const passed = new Set<string>()
    for (let id: string | null | undefined = start; id != null; id = parentOf(id)) {
      if (passed.has(id)) {
        found.add(start)
        break
      }
      passed.add(id)
    }
  }
  return found
}
