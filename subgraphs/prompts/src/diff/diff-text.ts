import type { VersionChange } from './version-changes';
import type { TextPart } from './words';

/** How what was added and removed is told apart beyond its signs: by colours, in a terminal that has them. */
export interface Paint {
  added(text: string): string;
  removed(text: string): string;
  heading(text: string): string;
}

const plain: Paint = { added: (text) => text, removed: (text) => text, heading: (text) => text };
const longestValue = 160;
/** Lines around a change that are shown with it. */
const context = 2;

/**
 * Changes for people. `+`, `-` and `~` stand before what was added, removed and changed; in a text that has several
 * words, `{+what was added+}` and `[-what was removed-]` stand where they are. Empty when nothing differs.
 */
export function diffText(changes: readonly VersionChange[], paint: Paint = plain): string {
  return changes.map((change) => `${changeText(change, paint)}\n`).join('');
}

function changeText({ path, kind, before, after, words }: VersionChange, paint: Paint): string {
  if (kind === 'ADDED') return `${paint.heading(`+ ${path}:`)} ${paint.added(shown(after))}`;
  if (kind === 'REMOVED') return `${paint.heading(`- ${path}:`)} ${paint.removed(shown(before))}`;
  const heading = paint.heading(`~ ${path}:`);
  if (words === null || isShort(before) || isShort(after))
    return `${heading} ${paint.removed(shown(before))} → ${paint.added(shown(after))}`;
  return [heading, ...nearChanges(markedLines(words, paint)).map((line) => `    ${line}`.trimEnd())].join('\n');
}

/** One word, which is easier to read whole. */
const isShort = (value: unknown) => typeof value === 'string' && !/\s/.test(value.trim());

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}

interface MarkedLine {
  text: string;
  changed: boolean;
}

const marks = { ADDED: ['{+', '+}'], REMOVED: ['[-', '-]'] } as const;

function markedLines(words: readonly TextPart[], paint: Paint): MarkedLine[] {
  const lines: MarkedLine[] = [{ text: '', changed: false }];
  for (const { kind, text } of words) {
    const pieces = text.split('\n');
    for (const [index, piece] of pieces.entries()) {
      const ends = index < pieces.length - 1;
      const line = lines.at(-1)!;
      if (kind === 'SAME') line.text += piece;
      else if (piece !== '' || ends) {
        const [open, close] = marks[kind];
        line.text += paint[kind === 'ADDED' ? 'added' : 'removed'](`${open}${piece || '↵'}${close}`);
        line.changed = true;
      }
      if (ends) lines.push({ text: '', changed: false });
    }
  }
  return lines;
}

/** Lines that changed, with those around them; what lies between is left out. */
function nearChanges(lines: readonly MarkedLine[]): string[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ changed }) => changed),
  );
  return lines.flatMap(({ text }, index) => {
    if (near[index]) return [text];
    return index === 0 || near[index - 1] ? ['…'] : [];
  });
}
