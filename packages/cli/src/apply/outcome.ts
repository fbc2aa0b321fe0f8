/** What became of one entry of one file. */
export interface Outcome {
  readonly file: string;
  readonly line: number;
  /** `prompt meal_planning_assistant`, `experiment meal_planning_style`, or the file itself. */
  readonly subject: string;
  readonly result: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED';
  /** Why it was refused, or what was left as it is and why. */
  readonly notes: readonly Note[];
}

export interface Note {
  /** When it is not that of the entry. */
  readonly file?: string;
  readonly line: number;
  readonly message: string;
}

export const refused = (file: string, line: number, subject: string, message: string): Outcome => ({
  file,
  line,
  subject,
  result: 'REFUSED',
  notes: [{ line, message }],
});

/** A line for the terminal, or several: `config/prompts.yml:12  prompt support  refused: …`. */
export function describe(outcome: Outcome): string {
  const head = `${outcome.file}:${outcome.line}  ${outcome.subject}  ${outcome.result.toLowerCase()}`;
  return [head, ...outcome.notes.map(tell)].join('\n');
}

const tell = ({ file, line, message }: Note) => `    ${file ? `${file}:${line}` : `line ${line}`}: ${message}`;
