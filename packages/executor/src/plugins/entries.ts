import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { compileSchema } from '@trialogue/plugin-api/host';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** One line of `config/plugins.yml`: a plugin and what it is given. Exactly one of `name` and `path` is there. */
export interface PluginEntry {
  /** A package that is installed in the project. */
  readonly name?: string;
  /** A folder, from the project's root. */
  readonly path?: string;
  readonly options: JsonObject;
  /** Names of the environment variables that the plugin may read. */
  readonly secrets: readonly string[];
  readonly location?: { readonly file: string; readonly line: number };
}

export interface EntryProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const entrySchema = compileSchema<Omit<PluginEntry, 'location'>>({
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    path: { type: 'string', minLength: 1 },
    options: { type: 'object', default: {} },
    secrets: { type: 'array', items: { type: 'string' }, default: [] },
  },
  oneOf: [{ required: ['name'] }, { required: ['path'] }],
  additionalProperties: false,
});

/** Reads the text of a `plugins.yml` (`plugins: [{ name | path, options, secrets }]`). A bad entry spoils no other. */
export function readPluginEntries(text: string, file: string): { entries: PluginEntry[]; problems: EntryProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (node: Node | null | undefined) => lines.linePos(node?.range?.[0] ?? 0).line;
  const entries: PluginEntry[] = [];
  const problems: EntryProblem[] = document.errors.map(({ message, pos }) => ({
    file,
    line: lines.linePos(pos[0]).line,
    message: message.split('\n')[0]!,
  }));
  if (problems.length > 0 || document.contents === null) return { entries, problems };

  const list = isMap(document.contents) ? document.contents.get('plugins', true) : undefined;
  if (!isSeq(list)) {
    const message = 'expected a list under `plugins:`';
    return { entries, problems: [{ file, line: lineOf(list ?? document.contents), message }] };
  }
  for (const item of list.items as Node[]) {
    const line = lineOf(item);
    const read = entrySchema.read(item.toJS(document));
    if ('value' in read) entries.push({ ...read.value, location: { file, line } });
    else problems.push({ file, line, message: entryMessage(read.problems) });
  }
  return { entries, problems };
}

function entryMessage(problems: readonly Problem[]): string {
  if (problems.some(({ message }) => message.includes('oneOf'))) return 'a plugin has either a `name` or a `path`';
  const { path, message } = problems[0]!;
  return [...path, message].join(' ');
}
