import { type ChangeObject, diffLines, diffWordsWithSpace } from 'diff';

/** A piece of two texts: both have it, only the later one, or only the earlier one. */
export interface TextPart {
  readonly kind: 'SAME' | 'ADDED' | 'REMOVED';
  readonly text: string;
}

/** Compares texts within a bound, which all comparisons of one of these share. */
export class WordComparison {
  /** Words that may differ. What is looked at grows with its square: this many take about 20 ms. */
  private left = 600;

  /**
   * What became of each word. Where more differs than can be looked at, what became of each line; at worst the whole of
   * one text is removed and the whole of the other added.
   */
  between(before: string, after: string): TextPart[] {
    const options = { maxEditLength: this.left };
    const parts = diffWordsWithSpace(before, after, options);
    if (parts) {
      this.left = Math.max(0, this.left - edits(parts));
      return joined(parts.map(toPart));
    }
    this.left = Math.floor(this.left / 2);
    const lines = diffLines(before, after, { maxEditLength: this.left });
    return lines?.map(toPart) ?? [removed(before), added(after)].filter(({ text }) => text !== '');
  }
}

const edits = (parts: readonly ChangeObject<string>[]) =>
  parts.reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0);

const toPart = ({ value, added, removed }: ChangeObject<string>): TextPart => ({
  kind: added ? 'ADDED' : removed ? 'REMOVED' : 'SAME',
  text: value,
});

/**
 * Changes with nothing but a space between them are one, and so are those around words of one line that are fewer than
 * what changed on either side: what happens to be the same in two sentences only breaks them up. (The semantic cleanup of
 * diff-match-patch, by N. Fraser.)
 */
function joined(parts: readonly TextPart[]): TextPart[] {
  const all: TextPart[] = [];
  let [before, after] = ['', ''];
  const close = () => {
    if (before !== '') all.push(removed(before));
    if (after !== '') all.push(added(after));
    [before, after] = ['', ''];
  };
  for (const [index, part] of parts.entries()) {
    const { kind, text } = part;
    const around = Math.min(Math.max(before.length, after.length), sizeOfChange(parts, index + 1));
    const isBetween = around > 0 && !text.includes('\n') && (text.trim() === '' || text.length <= around);
    if (kind === 'SAME' && !isBetween) {
      close();
      all.push(part);
      continue;
    }
    if (kind !== 'ADDED') before += text;
    if (kind !== 'REMOVED') after += text;
  }
  close();
  return all;
}

/** Of what is removed or added from a part on, the longer; 0 where nothing is. */
function sizeOfChange(parts: readonly TextPart[], from: number): number {
  const end = parts.findIndex(({ kind }, index) => index >= from && kind === 'SAME');
  return Math.max(0, ...parts.slice(from, end < 0 ? undefined : end).map(({ text }) => text.length));
}

const removed = (text: string): TextPart => ({ kind: 'REMOVED', text });
const added = (text: string): TextPart => ({ kind: 'ADDED', text });
