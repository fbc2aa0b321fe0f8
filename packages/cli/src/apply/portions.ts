/** What the graph takes of one list at once, in one transaction: entries, and bytes of a request, with room for more. */
const most = { entries: 200, bytes: 700_000 } as const;

/** A list in as few portions as the graph takes: where each begins, and what is in it. */
export function portionsOf<Input>(inputs: readonly Input[]): { readonly from: number; readonly some: Input[] }[] {
  const portions: { from: number; some: Input[] }[] = [];
  let bytes = 0;
  for (const [from, input] of inputs.entries()) {
    const size = Buffer.byteLength(JSON.stringify(input));
    const last = portions.at(-1);
    if (last && last.some.length < most.entries && bytes + size <= most.bytes) {
      last.some.push(input);
      bytes += size;
    } else {
      portions.push({ from, some: [input] });
      bytes = size;
    }
  }
  return portions;
}
