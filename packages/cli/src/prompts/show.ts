import { misused, subcommand } from '../sync/product-subcommand';
import { findVersion, referenceIn } from './named-prompt';
import { paintOf } from './paint';
import { type TokenCount, tokensText } from './tokens-text';

const usage = 'prompts show PROMPT[@VERSION|@LABEL] [--json]';

/** `prompts show`: one version, whole. */
export const show = subcommand({
  usage,
  options: {},
  async run({ graph, words: [word, ...more], coloured }) {
    if (more.length > 0) throw misused(usage, `"${more[0]}" says nothing here.`);
    const { version, ...prompt }: ShownPrompt = await findVersion(graph, referenceIn(usage, word), ofVersion, ofPrompt);
    return { data: { prompt, version }, text: shownText(prompt, version, paintOf(coloured).heading) };
  },
});

interface ShownPrompt {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly { readonly label: string; readonly version: { readonly number: number } }[];
  readonly version: ShownVersion;
}

interface ShownVersion {
  readonly id: string;
  readonly number: number;
  readonly description: string;
  readonly status: string;
  readonly syntax: string;
  readonly messages: readonly { readonly role: string; readonly template: string }[];
  readonly variables: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly default: unknown;
    readonly description: string | null;
    readonly schema: object | null;
  }[];
  readonly modelProvider: string;
  readonly modelName: string;
  readonly params: object;
  readonly responseSchema: object | null;
  readonly checksum: string;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly source: { readonly file: string | null; readonly commit: string | null };
  readonly problems: readonly { readonly severity: string; readonly path: string; readonly message: string }[];
  readonly tokens: TokenCount;
}

const ofPrompt = 'name description labels { label version { number } }';
const ofVersion = `id number description status syntax messages { role template }
  variables { name required default description schema } modelProvider modelName params responseSchema
  checksum createdAt createdBy source { file commit } problems { severity path message } tokens { count method by }`;

type Heading = (text: string) => string;

function shownText(prompt: Omit<ShownPrompt, 'version'>, version: ShownVersion, heading: Heading): string {
  const { number, variables, messages, problems } = version;
  const labels = prompt.labels.filter((one) => one.version.number === number).map(({ label }) => label);
  const facts: [string, string][] = [
    ['prompt', prompt.description],
    ['version', version.description],
    ['labels', labels.join(', ')],
    ['model', `${version.modelProvider}/${version.modelName}`],
    ['params', Object.keys(version.params).length > 0 ? JSON.stringify(version.params) : ''],
    ['response', version.responseSchema ? JSON.stringify(version.responseSchema) : ''],
    ['tokens', tokensText(version.tokens)],
    ['source', sourceOf(version)],
    ['checksum', version.checksum],
  ];
  return [
    `${heading(version.id)}  ${version.status.toLowerCase()}, ${version.syntax.toLowerCase()}`,
    ...facts.filter(([, value]) => value !== '').map(([name, value]) => `  ${name.padEnd(9)} ${value}`),
    ...section(heading('variables'), variables.map(variableText)),
    ...messages.flatMap(({ role, template }) => section(heading(role), [template.trimEnd()])),
    ...section(
      heading('problems'),
      problems.map(({ severity, path, message }) => `  ${severity.toLowerCase()}: ${path}: ${message}`),
    ),
    '',
  ].join('\n');
}

const section = (title: string, lines: readonly string[]) => (lines.length > 0 ? ['', title, ...lines] : []);

function sourceOf({ source: { file, commit }, createdBy, createdAt }: ShownVersion): string {
  const from = file === null ? 'the graph' : `${file}${commit ? ` at ${commit.slice(0, 12)}` : ''}`;
  return `${from}${createdBy ? `, ${createdBy}` : ''}, ${createdAt}`;
}

function variableText({ name, required, default: value, description, schema }: ShownVersion['variables'][number]) {
  const kind = required ? 'required' : value === null ? 'optional' : `= ${JSON.stringify(value)}`;
  const told = [description, schema && JSON.stringify(schema)].filter(Boolean).join('  ');
  return `  ${name}  ${kind}${told ? `  ${told}` : ''}`;
}
