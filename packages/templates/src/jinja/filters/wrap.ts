import { charactersOf, lengthOf } from '../value';

export interface WrapOptions {
  readonly width: number;
  readonly breakLong: boolean;
  readonly onHyphens: boolean;
}

/** One line in lines no wider than asked, as Python's `textwrap` breaks them; the space at a break is dropped. */
export function wrapped(line: string, { width, breakLong, onHyphens }: WrapOptions): string[] {
  const chunks = chunksOf(line, onHyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    const current: string[] = [];
    let used = 0;
    if (lines.length > 0 && isBlank(chunks.at(-1)!)) chunks.pop();
    while (chunks.length > 0 && used + lengthOf(chunks.at(-1)!) <= width) {
      used += lengthOf(chunks.at(-1)!);
      current.push(chunks.pop()!);
    }
    const tooLong = chunks.at(-1);
    if (tooLong !== undefined && lengthOf(tooLong) > width) {
      if (breakLong) {
        const [head, rest] = broken(tooLong, width - used, onHyphens);
        current.push(head);
        chunks[chunks.length - 1] = rest;
      } else if (current.length === 0) current.push(chunks.pop()!);
    }
    if (isBlank(current.at(-1) ?? 'x')) current.pop();
    if (current.length > 0) lines.push(current.join(''));
  }
  return lines;
}

/** The first part of a word that is wider than a line, which ends behind a hyphen where there is one to end at. */
function broken(word: string, room: number, onHyphens: boolean): [head: string, rest: string] {
  const characters = charactersOf(word);
  let end = Math.max(room, 1);
  if (onHyphens && characters.length > room) {
    const hyphen = characters.slice(0, room).lastIndexOf('-');
    if (hyphen > 0 && characters.slice(0, hyphen).some((character) => character !== '-')) end = hyphen + 1;
  }
  return [characters.slice(0, end).join(''), characters.slice(end).join('')];
}

const isBlank = (chunk: string) => chunk.trim() === '';
const spaces = /(\s+)/;
/** Between the letters of a compound word, behind its hyphen; and around a dash of two or more. */
const hyphens = /(?<=[\p{L}_][\p{L}_]-|[\p{L}_]-(?=[\p{L}_]-))(?=[\p{L}_]-?[\p{L}_])|(?<=[\p{L}\p{N}_!"'&.,?])(?=-{2,}[\p{L}\p{N}_])|(?<=[\p{L}\p{N}_!"'&.,?]-{2,})(?=[\p{L}\p{N}_])/u;

function chunksOf(line: string, onHyphens: boolean): string[] {
  const words = line.split(spaces).filter(Boolean);
  return onHyphens ? words.flatMap((word) => (word.includes('-') ? word.split(hyphens).filter(Boolean) : [word])) : words;
}
