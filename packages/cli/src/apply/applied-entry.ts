import { shownValue } from '../plan/shown-value';
import type { Entry } from './entries';
import type { FileList } from './lists';
import { type Change, type Conflict, isLeft, type Note, noteAt, type Outcome, type Said } from './outcome';
import type { PlannedRelease } from './planned-releases';
import type { Path } from './yaml-file';

/** What the graph says became of an entry. */
export interface AppliedEntry {
  readonly subject: string;
  readonly outcome: Outcome['result'];
  readonly note?: string | null;
  readonly problems: readonly ({ readonly path: string; readonly severity?: string } & Said)[];
  readonly conflicts?: readonly Conflict[];
  readonly changes?: readonly Change[];
  readonly drift?: readonly Change[];
  readonly rerandomises?: readonly string[];
  readonly releases?: readonly PlannedRelease[];
}

/** The same, with where it stands in the files. */
export function asOutcome(applied: AppliedEntry, entry: Entry, { list, noun, advises }: FileList): Outcome {
  const { subject, outcome: result, problems, note, conflicts = [], changes, drift, rerandomises } = applied;
  const { line, column } = entry.file.placeOf([list, entry.index]);
  const isAdvice = advises && !isLeft({ result });
  const notes = problems.map(({ path, severity, ...said }) => ({
    ...noteOf(entry, list, stepsOf(path), said),
    ...((isAdvice || (severity ?? 'ERROR') !== 'ERROR') && ({ isAdvice: true } as const)),
  }));
  if (result === 'CONFLICT')
    notes.push(
      ...conflicts.map((conflict) =>
        noteOf(entry, list, placeOf(entry, list, conflict.path), { message: told(conflict, list) }),
      ),
    );
  if (note) notes.push({ line, column, path: '', message: note, isAdvice: true });
  return {
    ...{ file: entry.file.name, line, column, subject: `${noun} ${subject}`, result, notes },
    ...{ conflicts, changes, drift, rerandomises },
  };
}

function noteOf({ file, index, elsewhere }: Entry, list: string, path: Path, said: Said): Note {
  const other = elsewhere?.(path);
  if (other) return { ...noteAt(other.file.placeOf(other.path), said), file: other.file.name };
  return noteAt(file.placeOf([list, index, ...path]), said, 2);
}

function told({ base, file, database }: Conflict, list: string): string {
  const [then, here, there] = [base, file, database].map((value) => (value === null ? 'nothing' : shownValue(value)));
  return `is ${here} here and ${there} in the product, and was ${then} when the file was applied last; say which counts: \`trialogue ${list} sync --prefer file\`, or \`database\``;
}

/** Where in the files a path stands that tells items of a list apart by their number or label. */
function placeOf({ file, index }: Entry, list: string, path: string): Path {
  const [member, which, ...rest] = path.split('.');
  const items = (file.content as Record<string, any>)[list]?.[index]?.[member!];
  if (member !== 'versions' || !Array.isArray(items)) return which === undefined ? [member!] : [member!, which];
  return [member, items.findIndex(({ version }) => String(version) === which), ...rest.map(nameInFiles)];
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
