import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { schemaProblems } from '@trialogue/variant-config';
import type { Gathered, ListFormat } from './entries';
import { inside } from './inside';
import { promptEntrySchema, repliesSchema } from './schemas';
import { type Path, readYaml } from './yaml-file';

interface PromptEntry {
  readonly name: string;
  readonly description?: string;
  readonly versions: readonly VersionEntry[];
  readonly labels?: Readonly<Record<string, number>>;
}

interface VersionEntry {
  readonly version: number;
  readonly description?: string;
  readonly file: string;
  readonly syntax?: string;
  readonly model_provider: string;
  readonly model_name: string;
  readonly status?: string;
  readonly params?: object;
  readonly variables?: readonly { name: string; required?: boolean; default?: unknown; description?: string }[];
  readonly replies?: string;
}

const largestTemplate = 65_536;
const largestReplies = 1_048_576;

/** `config/prompts.yml`, with the templates and replies that it names. */
export const promptFormat = (root: string): ListFormat<PromptEntry> => ({
  list: 'prompts',
  noun: 'prompt',
  schema: promptEntrySchema,
  toInput: (prompt, gathered) => ({
    input: {
      name: prompt.name,
      description: prompt.description ?? '',
      versions: prompt.versions.map((version, index) => versionInput(root, version, ['versions', index], gathered)),
      labels: Object.entries(prompt.labels ?? {}).map(([label, version]) => ({ label, version })),
    },
  }),
});

const versionInput = (root: string, version: VersionEntry, path: Path, gathered: Gathered) => ({
  number: version.version,
  description: version.description ?? '',
  template: readText(root, version.file, [...path, 'file'], gathered),
  syntax: (version.syntax ?? 'jinja').toUpperCase(),
  variables: (version.variables ?? []).map((variable) => ({ ...variable, required: variable.required ?? false })),
  modelProvider: version.model_provider,
  modelName: version.model_name,
  params: version.params ?? {},
  replies: version.replies ? readReplies(root, version.replies, [...path, 'replies'], gathered) : [],
  status: (version.status ?? 'active').toUpperCase(),
  source: { file: version.file },
});

function readText(root: string, name: string, path: Path, gathered: Gathered): string {
  const file = inside(root, name, largestTemplate, path, gathered);
  return file === undefined ? '' : readFileSync(file, 'utf8').replace(/\r\n/g, '\n').trimEnd();
}

function readReplies(root: string, name: string, path: Path, gathered: Gathered): unknown {
  if (inside(root, name, largestReplies, path, gathered) === undefined) return [];
  const file = readYaml(root, name);
  for (const { message, ...position } of file.faults) gathered.faultIn(file, position, message);
  if (file.faults.length > 0) return [];
  for (const problem of schemaProblems(repliesSchema as unknown as JsonObject, file.content as Json))
    gathered.faultIn(file, problem.path, problem.message);
  return file.content;
}
