import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { schemaProblems } from '@trialogue/variant-config';
import { parse, parseDocument, stringify } from 'yaml';
import { repliesSchema } from '../../../apply/prompt-schema';
import { aliasBound } from '../../../apply/yaml-file';
import type { PortableMessage, PortableReply, PortableVariable, PortableVersion } from '../portable-prompt';
import { Unusable } from '../unusable';

/** What stands above a text between two lines of `---`, or, in a `.yml`, beside `template` or `messages`. */
interface Head {
  readonly description?: string;
  readonly status?: string;
  readonly syntax?: string;
  readonly model_provider?: string;
  readonly model_name?: string;
  readonly params?: JsonObject;
  readonly variables?: readonly (Omit<PortableVariable, 'required'> & { readonly required?: boolean })[];
  readonly response_schema?: JsonObject;
  readonly replies?: readonly PortableReply[];
  readonly template?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
}

const text = { type: 'string' } as const;
const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    description: text,
    status: { enum: ['draft', 'active', 'archived'] },
    syntax: { enum: ['jinja', 'mustache'] },
    model_provider: text,
    model_name: text,
    params: { type: 'object' },
    variables: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: text,
          required: { type: 'boolean' },
          default: {},
          description: text,
          schema: { type: 'object' },
        },
      },
    },
    response_schema: { type: 'object' },
    replies: repliesSchema,
    template: text,
    messages: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['role', 'content'],
        properties: { role: { enum: ['system', 'user', 'assistant'] }, content: text },
      },
    },
  },
} as const;

export type FileForm = '.txt' | '.yml';

/** A text stands in a file as it is; messages, and a text with carriage returns, stand in YAML. */
export function versionFile(version: PortableVersion): { readonly form: FileForm; readonly text: string } {
  const { template, messages } = version;
  if (template !== undefined && !template.includes('\r'))
    return { form: '.txt', text: `---\n${yamlOf(headOf(version))}---\n${template}\n` };
  const contents = messages?.map((one) => ({ role: one.role, content: one.template }));
  return { form: '.yml', text: yamlOf({ ...headOf(version), ...(contents ? { messages: contents } : { template }) }) };
}

/** Texts of several lines as such, unless that loses something of them. */
function yamlOf(value: object): string {
  const readable = stringify(value, { lineWidth: 0 });
  return isDeepStrictEqual(parse(readable), value) ? readable : stringify(value, { lineWidth: 0, blockQuote: false });
}

function headOf({ description, status, syntax, variables, ...version }: PortableVersion): Head {
  const { modelProvider, modelName, params, responseSchema, replies } = version;
  return {
    ...(description && { description }),
    status: status.toLowerCase(),
    syntax: syntax.toLowerCase(),
    model_provider: modelProvider,
    model_name: modelName,
    ...(Object.keys(params).length > 0 && { params }),
    ...(variables.length > 0 && { variables: variables.map(variableIn) }),
    ...(responseSchema && { response_schema: responseSchema }),
    ...(replies.length > 0 && { replies }),
  };
}

const variableIn = ({ name, required, ...variable }: PortableVariable) => ({
  name,
  ...(required && { required }),
  ...variable,
});

/** As much of a version as a file says of it. A text without a head is one with nothing in it. Throws `Unusable`. */
export function readVersionFile(form: FileForm, content: string): PartialVersion {
  const whole = content.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  if (form === '.yml') return versionOf(headIn(whole), undefined);
  const parts = /^---\n(?<head>(?:(?!---\n)[^\n]*\n)*)---\n(?<body>.*)$/su.exec(whole)?.groups;
  const body = (parts?.body ?? whole).replace(/\n$/, '');
  return versionOf(parts ? headIn(parts.head!) : {}, body);
}

/** A version that may not name its model, nor declare its variables. */
export type PartialVersion = Omit<PortableVersion, 'at' | 'number' | 'modelProvider' | 'modelName' | 'variables'> &
  Partial<Pick<PortableVersion, 'modelProvider' | 'modelName' | 'variables'>>;

function versionOf(head: Head, body: string | undefined): PartialVersion {
  const {
    description = '',
    status = 'active',
    syntax = 'jinja',
    params = {},
    replies = [],
    messages,
    variables,
  } = head;
  const template = body ?? head.template;
  if ((template === undefined) === (messages === undefined) || (body !== undefined && head.template !== undefined))
    throw new Unusable('needs either a text or `messages`');
  return {
    ...{ description, params, replies },
    status: status.toUpperCase() as PortableVersion['status'],
    syntax: syntax.toUpperCase() as PortableVersion['syntax'],
    ...(messages ? { messages: messages.map(toMessage) } : { template }),
    ...(variables && { variables: variables.map(({ required = false, ...one }) => ({ ...one, required })) }),
    ...(head.model_provider !== undefined && { modelProvider: head.model_provider }),
    ...(head.model_name !== undefined && { modelName: head.model_name }),
    ...(head.response_schema && { responseSchema: head.response_schema }),
  };
}

const toMessage = ({ role, content }: { role: string; content: string }): PortableMessage => ({
  role,
  template: content,
});

const headIn = (yaml: string): Head => readYamlObject(yaml, schema);

/** Throws `Unusable` for what does not fit the schema. */
export function readYamlObject(yaml: string, fits: object): any {
  const document = parseDocument(yaml);
  const [fault] = document.errors;
  if (fault) throw new Unusable(fault.message.split('\n')[0]);
  const value = (document.toJS({ maxAliasCount: aliasBound }) ?? {}) as Json;
  const [problem] = schemaProblems(fits as JsonObject, value);
  if (problem) throw new Unusable([problem.path.join('.'), problem.message].filter(Boolean).join(': '));
  return value;
}
