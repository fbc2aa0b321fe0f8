import type { Json, JsonObject } from '@trialogue/plugin-api';
import { schemaProblems } from '@trialogue/variant-config';
import { boundedText } from '../bounded-text';
import type { Gathered, ListFormat } from './entries';
import { inside } from './inside';
import { chatSchema, promptEntrySchema, repliesSchema, responseSchemaSchema } from './prompt-schema';
import { type Path, readYaml } from './yaml-file';

export interface PromptEntry {
  readonly name: string;
  readonly description?: string;
  readonly versions: readonly VersionEntry[];
  readonly labels?: Readonly<Record<string, number>>;
}

export interface VersionEntry {
  readonly version: number;
  readonly description?: string;
  readonly file?: string;
  readonly template?: string;
  readonly messages?: readonly { readonly role: string; readonly file?: string; readonly text?: string }[];
  readonly syntax?: string;
  readonly model_provider: string;
  readonly model_name: string;
  readonly status?: string;
  readonly params?: object;
  readonly variables?: readonly VariableEntry[];
  readonly response_schema?: object | string;
  readonly replies?: string;
}

/** The files that a version is made of, beside the list. */
export const promptFiles = ({ file, messages = [], response_schema: schema, replies }: VersionEntry): string[] =>
  [file, ...messages.map((message) => message.file), typeof schema === 'string' ? schema : undefined, replies].filter(
    (name) => name !== undefined,
  );

interface VariableEntry {
  readonly name: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly description?: string;
  readonly schema?: object;
}

/** Bytes; how many characters a template may have, the graph says. */
const largest = { template: 262_144, chat: 1_048_576, schema: 65_536, replies: 1_048_576 } as const;

/** `config/prompts.yml`, with the templates, schemas and replies that it names. */
export const promptFormat = (root: string): ListFormat<PromptEntry> => ({
  list: 'prompts',
  noun: 'prompt',
  schema: promptEntrySchema,
  toInput: (prompt, gathered) => {
    const reader = new Reader(root, gathered);
    return {
      input: {
        name: prompt.name,
        description: prompt.description ?? '',
        versions: prompt.versions.map((version, index) => versionInput(version, reader, ['versions', index])),
        labels: Object.entries(prompt.labels ?? {}).map(([label, version]) => ({ label, version })),
      },
    };
  },
});

const versionInput = (version: VersionEntry, reader: Reader, path: Path) => ({
  number: version.version,
  description: version.description ?? '',
  ...contentInput(version, reader, path),
  syntax: (version.syntax ?? 'jinja').toUpperCase(),
  variables: (version.variables ?? []).map((variable) => ({ ...variable, required: variable.required ?? false })),
  modelProvider: version.model_provider,
  modelName: version.model_name,
  params: version.params ?? {},
  ...(version.response_schema !== undefined && {
    responseSchema: responseSchemaInput(version.response_schema, reader, [...path, 'response_schema']),
  }),
  replies: version.replies
    ? reader.data(version.replies, repliesSchema, largest.replies, [...path, 'replies'], [])
    : [],
  status: (version.status ?? 'active').toUpperCase(),
  source: { file: version.file ?? null },
});

/** What the version says: one template, or the messages of a chat. */
function contentInput(version: VersionEntry, reader: Reader, path: Path) {
  const { file, template, messages } = version;
  if (onlyOne(version, ['file', 'template', 'messages'], path, reader.gathered)) {
    if (messages)
      return { messages: messages.map((one, index) => messageInput(one, reader, [...path, 'messages', index])) };
    if (template !== undefined) return { template };
    if (isData(file!)) return { messages: chatInput(file!, reader, [...path, 'file']) };
    return { template: reader.text(file!, [...path, 'file']) };
  }
  return {};
}

type MessageEntry = NonNullable<VersionEntry['messages']>[number];

function messageInput(message: MessageEntry, reader: Reader, path: Path) {
  const { role, file, text } = message;
  if (!onlyOne(message, ['file', 'text'], path, reader.gathered)) return { role, template: '' };
  return { role, template: text ?? reader.text(file!, [...path, 'file']) };
}

const chatInput = (file: string, reader: Reader, path: Path) =>
  reader
    .data<readonly { role: string; content: string }[]>(file, chatSchema, largest.chat, path, [])
    .map(({ role, content }) => ({ role, template: content }));

const responseSchemaInput = (given: object | string, reader: Reader, path: Path): object =>
  typeof given === 'string' ? reader.data(given, responseSchemaSchema, largest.schema, path, {}) : given;

/** Whether exactly one of these members is there; a fault otherwise. */
function onlyOne(given: object, members: readonly string[], path: Path, { fault }: Gathered): boolean {
  const found = members.filter((member) => Object.hasOwn(given, member));
  if (found.length === 1) return true;
  const names = members.map((member) => `\`${member}\``).join(', ');
  fault(path, found.length === 0 ? `needs one of ${names}` : `has ${found.join(' and ')}; expected one of ${names}`);
  return false;
}

/** Whether a file holds data rather than a template. */
export const isData = (file: string): boolean => /\.(ya?ml|json)$/i.test(file);

/** Reads the files that an entry names; what is wrong with one is a fault of the entry. */
class Reader {
  constructor(
    private readonly root: string,
    readonly gathered: Gathered,
  ) {}

  /** Without line ends of Windows, and without blanks at its end. */
  text(name: string, path: Path): string {
    const file = inside(this.root, name, largest.template, path, this.gathered);
    if (file === undefined) return '';
    try {
      return boundedText(file, largest.template).replace(/\r\n/g, '\n').trimEnd();
    } catch (error) {
      this.gathered.fault(path, `${name} ${(error as Error).message}`);
      return '';
    }
  }

  /** @param otherwise what is answered when there is a fault */
  data<Data>(name: string, schema: object, most: number, path: Path, otherwise: Data): Data {
    if (inside(this.root, name, most, path, this.gathered) === undefined) return otherwise;
    const file = readYaml(this.root, name);
    for (const { message, ...position } of file.faults) this.gathered.faultIn(file, position, message);
    if (file.faults.length > 0) return otherwise;
    const problems = schemaProblems(schema as JsonObject, file.content as Json);
    for (const problem of problems) this.gathered.faultIn(file, problem.path, problem.message);
    return problems.length > 0 ? otherwise : (file.content as Data);
  }
}
