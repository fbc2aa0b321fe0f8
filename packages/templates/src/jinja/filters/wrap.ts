import { charactersOf, lengthOf } from '../characters';
import { trimmed } from '../space';

export interface WrapOptions {
  readonly width: number;
  readonly breakLong: boolean;
  readonly onHyphens: boolean;
}

/** A word or space, of which the characters before `from` are in a line already. */
interface Chunk {
  readonly characters: readonly string[];
  /** Behind its last character that is no space. */
  readonly blankFrom: number;
  from: number;
}

const sizeOf = ({ characters, from }: Chunk) => characters.length - from;
const textOf = ({ characters, from }: Chunk, to?: number) => characters.slice(from, to).join('');
const isBlank = ({ from, blankFrom }: Chunk) => from >= blankFrom;

/** One line in lines no wider than asked, as Python's `textwrap` breaks them; the space at a break is dropped. */
export function wrapped(line: string, { width, breakLong, onHyphens }: WrapOptions): string[] {
  const chunks = chunksOf(line, onHyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    const current: string[] = [];
    let room = width;
    let endsBlank = false;
    if (lines.length > 0 && isBlank(chunks.at(-1)!)) chunks.pop();
    for (let next = chunks.at(-1); next && sizeOf(next) <= room; next = chunks.at(-1)) {
      room -= sizeOf(next);
      endsBlank = isBlank(next);
      current.push(textOf(next));
      chunks.pop();
    }
    const tooLong = chunks.at(-1);
    if (tooLong && sizeOf(tooLong) > width && (breakLong || current.length === 0)) {
      const end = breakLong ? endOfPart(tooLong, room, onHyphens) : tooLong.characters.length;
      // Where a space has filled the line, nothing of the word goes in, and Python drops that nothing instead of the space.
      const part = textOf(tooLong, end);
      endsBlank = trimmed(part) === '';
      current.push(part);
      tooLong.from = end;
      if (sizeOf(tooLong) === 0) chunks.pop();
    }
    if (endsBlank) current.pop();
    if (current.length > 0) lines.push(current.join(''));
  }
  return lines;
}

/** Where the first part of a word ends that is wider than a line: behind a hyphen where there is one to end at. */
function endOfPart({ characters, from }: Chunk, room: number, onHyphens: boolean): number {
  const end = from + room;
  if (!onHyphens || room === 0 || characters.length <= end) return end;
  let hyphen = end - 1;
  while (hyphen > from && characters[hyphen] !== '-') hyphen--;
  const hasWord = hyphen > from && characters.slice(from, hyphen).some((character) => character !== '-');
  return hasWord ? hyphen + 1 : end;
}

/** Those that Python's `textwrap` breaks at, which a no-break space is none of. */
const spaces = /([\t-\r ]+)/;
/** Between the letters of a compound word, behind its hyphen; and around a dash of two or more. */
const hyphens =
  /(?<=[\p{L}_]{2}-|[\p{L}_]-[\p{L}_]-)(?=[\p{L}_]-?[\p{L}_])|(?<=[\p{L}\p{N}_!"'&.,?])(?=-{2,}[\p{L}\p{N}_])|(?<=[\p{L}\p{N}_!"'&.,?]-{2,})(?=[\p{L}\p{N}_])/u;

function chunksOf(line: string, onHyphens: boolean): Chunk[] {
  const words = line.split(spaces).filter(Boolean);
  const parts = onHyphens
    ? words.flatMap((word) => (word.includes('-') ? word.split(hyphens).filter(Boolean) : [word]))
    : words;
  return parts.map((part) => ({
    characters: charactersOf(part),
    blankFrom: lengthOf(trimmed(part, false)),
    from: 0,
  }));
}
