import type { Problem } from '@trialogue/errors';
import type { JsonObject, Scope } from '@trialogue/plugin-api';
import { compileSchema } from '@trialogue/plugin-api/host';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** Where a plugin's code runs: a process of its own, a worker thread, or the host itself. */
export type Isolation = 'process' | 'worker' | 'none';

/** One line of `config/plugins.yml`: a plugin and what it is given. Exactly one of `name` and `path` is there. */
export interface PluginEntry {
  /** A package that is installed in the project. */
  readonly name?: string;
  /** A folder, from the project's root. */
  readonly path?: string;
  readonly options: JsonObject;
  /** Names of the environment variables that the plugin may read. */
  readonly secrets: readonly string[];
  /** Unless told: `none` for packages of ours, a process for all else. */
  readonly isolation?: Isolation;
  /** Heap of its process or thread, in MiB; 128 unless told. */
  readonly memory_mb?: number;
  /** Calls of it at once; 64 unless told. More wait. */
  readonly concurrency?: number;
  /** What it may ask of the graph; nothing unless told. */
  readonly scopes?: readonly Scope[];
  readonly location?: { readonly file: string; readonly line: number };
}

export interface EntryProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Where the code of an entry runs. */
export const isolationOf = ({ isolation, name }: PluginEntry): Isolation =>
  isolation ?? (name?.startsWith('@trialogue/') ? 'none' : 'process');

/** What `plugins.yml` says of itself: the plugins, and which more may be added through the graph. */
export interface PluginList {
  readonly entries: PluginEntry[];
  /** Names and paths that may be added through the graph beside those that are listed. */
  readonly allowed: string[];
  readonly problems: EntryProblem[];
}

const scopes: readonly Scope[] = ['read', 'assign', 'prompts', 'converse', 'agent', 'track', 'edit', 'admin'];

const entrySchema = compileSchema<Omit<PluginEntry, 'location'>>({
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    path: { type: 'string', minLength: 1 },
    options: { type: 'object', default: {} },
    secrets: { type: 'array', items: { type: 'string' }, default: [] },
    isolation: { enum: ['process', 'worker', 'none'] },
    memory_mb: { type: 'integer', minimum: 16, maximum: 65_536 },
    concurrency: { type: 'integer', minimum: 1, maximum: 10_000 },
    scopes: { type: 'array', items: { enum: scopes } },
  },
  oneOf: [{ required: ['name'] }, { required: ['path'] }],
  additionalProperties: false,
});

const allowedSchema = compileSchema<string[]>({ type: 'array', items: { type: 'string', minLength: 1 } });

/** Reads the text of a `plugins.yml` (`plugins: [{ name | path, … }]`, `allowed: […]`). A bad entry spoils no other. */
export function readPluginEntries(text: string, file: string): PluginList {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (node: Node | null | undefined) => lines.linePos(node?.range?.[0] ?? 0).line;
  const read: PluginList = { entries: [], allowed: [], problems: [] };
  const refuse = (line: number, message: string) => read.problems.push({ file, line, message });
  for (const { message, pos } of document.errors) refuse(lines.linePos(pos[0]).line, message.split('\n')[0]!);
  if (read.problems.length > 0 || document.contents === null) return read;

  const root = isMap(document.contents) ? document.contents : undefined;
  const list = root?.get('plugins', true);
  if (isSeq(list))
    for (const item of list.items as Node[]) {
      const line = lineOf(item);
      const one = readPluginEntry(item.toJS(document));
      if ('entry' in one) read.entries.push({ ...one.entry, location: { file, line } });
      else refuse(line, one.problem);
    }
  else refuse(lineOf(list ?? document.contents), 'expected a list under `plugins:`');

  const allowed = root?.get('allowed', true) as Node | undefined;
  const names = allowedSchema.read(allowed?.toJS(document) ?? []);
  if ('value' in names) read.allowed.push(...names.value);
  else refuse(lineOf(allowed), 'expected a list of names and paths under `allowed:`');
  return read;
}

/** One entry, as it would stand in the file, with its defaults; or what is wrong with it. */
export function readPluginEntry(value: unknown): { readonly entry: PluginEntry } | { readonly problem: string } {
  const read = entrySchema.read(value);
  return 'value' in read ? { entry: read.value } : { problem: entryMessage(read.problems) };
}

function entryMessage(problems: readonly Problem[]): string {
  if (problems.some(({ message }) => message.includes('oneOf'))) return 'a plugin has either a `name` or a `path`';
  const { path, message } = problems[0]!;
  return [...path, message].join(' ');
}
