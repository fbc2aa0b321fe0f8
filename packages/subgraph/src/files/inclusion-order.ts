/**
 * The entries so that each comes after those that it includes, as far as that is possible, and otherwise in their order.
 *
 * @param namesIn names of what an entry includes, of this list or not
 */
export function inclusionOrder<Entry>(
  entries: readonly Entry[],
  nameOf: (entry: Entry) => string,
  namesIn: (entry: Entry) => readonly string[],
): Entry[] {
  const ordered = new Set<Entry>();
  const begun = new Set<Entry>();
  const byName = new Map(entries.map((entry) => [nameOf(entry), entry]));
  const visit = (entry: Entry) => {
    if (begun.has(entry)) return;
    begun.add(entry);
    for (const name of namesIn(entry)) {
      const included = byName.get(name);
      if (included) visit(included);
    }
    ordered.add(entry);
  };
  entries.forEach(visit);
  return [...ordered];
}
