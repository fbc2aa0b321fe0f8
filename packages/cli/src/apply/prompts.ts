import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { readEntries, toInputs } from './entries';
import { inside } from './inside';
import { promptEntrySchema, repliesSchema } from './schemas';
import { readYaml } from './yaml-file';

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
const fitsReplies = new Ajv2020().compile(repliesSchema);

/** What `applyPrompts` takes, the entries it came from, what was refused before, and every file that was read. */
export function readPrompts(root: string) {
  const read = readEntries<PromptEntry>(root, 'prompts', 'prompt', promptEntrySchema);
  return toInputs(read, 'prompt', ({ value }, files) => ({ input: toInput(root, value, files) }));
}

function toInput(root: string, prompt: PromptEntry, files: Set<string>): object {
  return {
    name: prompt.name,
    description: prompt.description ?? '',
    versions: prompt.versions.map((version) => ({
      number: version.version,
      description: version.description ?? '',
      template: readText(root, version.file, files),
      syntax: (version.syntax ?? 'jinja').toUpperCase(),
      variables: (version.variables ?? []).map((variable) => ({ ...variable, required: variable.required ?? false })),
      modelProvider: version.model_provider,
      modelName: version.model_name,
      params: version.params ?? {},
      replies: version.replies ? readReplies(root, version.replies, files) : [],
      status: (version.status ?? 'active').toUpperCase(),
      source: { file: version.file },
    })),
    labels: Object.entries(prompt.labels ?? {}).map(([label, version]) => ({ label, version })),
  };
}

function readText(root: string, name: string, files: Set<string>): string {
  const file = inside(root, name, largestTemplate, files);
  return readFileSync(file, 'utf8').replace(/\r\n/g, '\n').trimEnd();
}

function readReplies(root: string, name: string, files: Set<string>): unknown {
  inside(root, name, largestReplies, files);
  const { content, faults } = readYaml(root, name);
  if (faults[0]) throw new Error(`${name}:${faults[0].line}: ${faults[0].message}`);
  if (fitsReplies(content)) return content;
  const { instancePath, message } = fitsReplies.errors![0]!;
  throw new Error(`${name}: ${instancePath || 'the list of replies'} ${message}`);
}
