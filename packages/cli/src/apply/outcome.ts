import type { Problem } from '@trialogue/errors';
import type { Place, Position } from './yaml-file';

/** One value that applying changes, or that somebody else has changed. Null where there is nothing. */
export interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A value that the file and somebody else have both changed. Null where there is nothing. */
export interface Conflict {
  readonly path: string;
  /** As both had it when the file was applied last. */
  readonly base: unknown;
  readonly file: unknown;
  readonly database: unknown;
}

/** What became of one entry of one file, or would. */
export interface Outcome extends Position {
  readonly file: string;
  /** `prompt meal_planning_assistant`, `experiment meal_planning_style`, or the file itself. */
  readonly subject: string;
  readonly result: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED' | 'CONFLICT';
  /** Why it was refused, what is in conflict, or what was left as it is and why. */
  readonly notes: readonly Note[];
  readonly conflicts?: readonly Conflict[];
  /** In a dry run. */
  readonly changes?: readonly Change[];
  /** In a dry run: what was changed in the product since the entry was applied last. */
  readonly drift?: readonly Change[];
  /** Paths of changes that give units of a running experiment another variant. */
  readonly rerandomises?: readonly string[];
}

/** What is said of a place: in words, and as far as it can be told, what stands there, what may, and what was meant. */
export type Said = Pick<Problem, 'message' | 'found' | 'expected' | 'nearest'>;

export interface Note extends Position, Said {
  /** When it is not that of the entry. */
  readonly file?: string;
  /** In the entry, or in the file; empty for the whole of it. */
  readonly path: string;
  /** Nothing is wrong: its author should know. */
  readonly isAdvice?: true;
}

/** Nothing of it was taken over. */
export const isLeft = ({ result }: Pick<Outcome, 'result'>): boolean => result === 'REFUSED' || result === 'CONFLICT';

export const refused = (
  file: string,
  { line, column }: Position,
  subject: string,
  notes: readonly Note[],
): Outcome => ({
  ...{ file, line, column, subject, notes },
  result: 'REFUSED',
});

/**
 * @param base what the path in the file has before that in the entry
 */
export const noteAt = ({ line, column, path }: Place, { message, found, expected, nearest }: Said, base = 0): Note => ({
  ...{ line, column, message, found, expected, nearest },
  path: path.slice(base).join('.'),
});

/** A line for the terminal, or several: `config/prompts.yml:12  prompt support  refused: …`. */
export function describe(outcome: Outcome): string {
  const head = `${outcome.file}:${outcome.line}  ${outcome.subject}  ${outcome.result.toLowerCase()}`;
  return [head, ...outcome.notes.map(tell)].join('\n');
}

const tell = ({ file, line, path, message }: Note) =>
  `    ${file ? `${file}:${line}` : `line ${line}`}: ${said({ path, message })}`;

/** What a note says, with where in the entry. */
export const said = ({ path, message }: Pick<Note, 'path' | 'message'>): string =>
  path ? `${path}: ${message}` : message;
