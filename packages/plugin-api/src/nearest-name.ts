/** Of a name in letters: what is longer than this is no slip of somebody who types. */
const longest = 128;

/** The candidate that a misspelt name most likely meant: at most a third of its letters (but two at least) differ. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > longest) return undefined;
  const given = name.toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3));
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (Math.abs(given.length - other.length) > least) continue; // as many letters differ at least
    const distance = levenshtein(given, other, least);
    if (distance < least || (distance === least && nearest === undefined)) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

/** How many insertions, deletions and replacements of a letter turn one text into the other; Infinity for more than `most`. */
function levenshtein(one: string, other: string, most: number): number {
  const row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    let diagonal = row[0]!;
    let lowest = i;
    row[0] = i;
    for (let j = 1; j <= other.length; j++) {
      const above = row[j]!;
      row[j] = Math.min(row[j - 1]! + 1, above + 1, diagonal + (one[i - 1] === other[j - 1] ? 0 : 1));
      lowest = Math.min(lowest, row[j]!);
      diagonal = above;
    }
    if (lowest > most) return Number.POSITIVE_INFINITY; // no row has less than the one before
  }
  return row[other.length]!;
}
