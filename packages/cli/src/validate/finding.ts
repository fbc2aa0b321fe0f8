import type { Note, Outcome } from '../apply/outcome';

/** One thing to say of a file. Lines and columns count from 1. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `experiment meal_planning_style`. */
  readonly subject: string;
  /** In the entry, or in a file that it names. */
  readonly path: string;
  /** What was found, what was expected, and the nearest valid name; the three stand beside it as far as they are one. */
  readonly message: string;
  readonly found: string | null;
  readonly expected: string | null;
  readonly nearest: string | null;
}

export const findingsOf = ({ file, subject, notes }: Outcome): Finding[] =>
  notes.map((note) => findingOf(file, subject, note));

export const findingOf = (file: string, subject: string, note: Note): Finding => ({
  severity: note.isAdvice ? 'warning' : 'error',
  file: note.file ?? file,
  line: note.line,
  column: note.column,
  subject,
  path: note.path,
  message: note.message,
  found: note.found ?? null,
  expected: note.expected ?? null,
  nearest: note.nearest ?? null,
});

/** A line for the terminal, in the form that editors find places by. */
export const findingText = ({ severity, file, line, column, subject, path, message }: Finding): string =>
  `${file}:${line}:${column}: ${severity}: ${subject}: ${path ? `${path}: ` : ''}${message}`;

/** Each once, in the order of files and lines. What was said of a place first is kept. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, line, path, subject, message } = finding;
    const place = JSON.stringify([file, line, subject, path || message]);
    if (!byPlace.has(place)) byPlace.set(place, finding);
  }
  const order = (a: Finding, b: Finding) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
  return [...byPlace.values()].sort(order);
}
