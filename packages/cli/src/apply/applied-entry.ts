import type { Entry } from './entries';
import type { FileList } from './lists';
import { type Change, type Note, noteAt, type Outcome, type Said } from './outcome';
import type { PlannedRelease } from './planned-releases';
import type { Path } from './yaml-file';

/** What the graph says became of an entry. */
export interface AppliedEntry {
  readonly subject: string;
  readonly outcome: Outcome['result'];
  readonly note?: string | null;
  readonly problems: readonly ({ readonly path: string; readonly severity?: string } & Said)[];
  readonly changes?: readonly Change[];
  readonly drift?: readonly Change[];
  readonly rerandomises?: readonly string[];
  readonly releases?: readonly PlannedRelease[];
}

/** The same, with where it stands in the files. */
export function asOutcome(applied: AppliedEntry, entry: Entry, { list, noun, advises }: FileList): Outcome {
  const { subject, outcome: result, problems, note, changes, drift, rerandomises } = applied;
  const { line, column } = entry.file.placeOf([list, entry.index]);
  const isAdvice = advises && result !== 'REFUSED';
  const notes = problems.map(({ path, severity, ...said }) => ({
    ...noteOf(entry, list, stepsOf(path), said),
    ...((isAdvice || severity === 'WARNING') && ({ isAdvice: true } as const)),
  }));
  if (note) notes.push({ line, column, path: '', message: note, isAdvice: true });
  return {
    ...{ file: entry.file.name, line, column, subject: `${noun} ${subject}`, result, notes },
    ...{ changes, drift, rerandomises },
  };
}

function noteOf({ file, index, elsewhere }: Entry, list: string, path: Path, said: Said): Note {
  const other = elsewhere?.(path);
  if (other) return { ...noteAt(other.file.placeOf(other.path), said), file: other.file.name };
  return noteAt(file.placeOf([list, index, ...path]), said, 2);
}

const stepsOf = (path: string) =>
  path
    .split('.')
    .filter(Boolean)
    .map((step, index, steps) => {
      if (/^\d+$/.test(step)) return Number(step);
      return steps.slice(0, index).some((above) => free.has(above)) ? step : nameInFiles(step);
    });

/** Below these, names are the author's own. */
const free = new Set(['config', 'definition', 'value', 'params']);

/** `sample_size`, where the graph says `sampleSize`. */
const nameInFiles = (name: string): string =>
  name === 'isControl' ? 'control' : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
