import { canonicalJson } from '@trialogue/canonical-json';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { Graph } from '../../apply/apply';

/** A prompt as it leaves the product, or comes into it. */
export interface PortablePrompt {
  readonly name: string;
  readonly description: string;
  /** In the order of their numbers; those without one come last. */
  readonly versions: readonly PortableVersion[];
  /** Label → `at` of a version. */
  readonly labels: Readonly<Record<string, string>>;
}

/** All that makes a version. */
export interface PortableVersion {
  /** What it is called where it comes from. */
  readonly at: string;
  /** Not given: it has none that means anything here. */
  readonly number?: number;
  readonly description: string;
  readonly status: 'DRAFT' | 'ACTIVE' | 'ARCHIVED';
  readonly syntax: 'JINJA' | 'MUSTACHE';
  /** Of a prompt that is one system message; otherwise there are `messages`. */
  readonly template?: string;
  readonly messages?: readonly PortableMessage[];
  readonly variables: readonly PortableVariable[];
  readonly modelProvider: string;
  readonly modelName: string;
  readonly params: JsonObject;
  readonly responseSchema?: JsonObject;
  /** What the scripted model says in its place. */
  readonly replies: readonly PortableReply[];
}

export interface PortableReply {
  /** Words of the user's text that call for it; none: whatever no other answers. */
  readonly when: readonly string[];
  /** Tools that are called first. */
  readonly calls?: readonly { readonly tool: string; readonly arguments: JsonObject }[];
  readonly reply: string;
}

export interface PortableMessage {
  readonly role: string;
  readonly template: string;
}

export interface PortableVariable {
  readonly name: string;
  readonly required: boolean;
  readonly default?: Json;
  readonly description?: string;
  readonly schema?: JsonObject;
}

/** What a version does, as one text: the same for two versions that do the same. */
export function behaviourOf(version: PortableVersion): string {
  const { syntax, template, messages, variables, modelProvider, modelName, params, responseSchema } = version;
  const byName = variables.map(({ description: _, name, ...variable }) => [name, variable]);
  return canonicalJson({
    ...{ syntax, template, messages, modelProvider, modelName, params, responseSchema },
    variables: Object.fromEntries(byName),
  });
}

/** A prompt of the running product, with its versions by number; undefined when there is none. */
export async function readPrompt(graph: Graph, name: string): Promise<PortablePrompt | undefined> {
  const versions: PortableVersion[] = [];
  for (let after: string | undefined; ; ) {
    const { prompt } = await graph(promptDocument, { name, after });
    if (!prompt) return undefined;
    versions.push(...prompt.versions.edges.map(({ node }: { node: GraphVersion }) => toPortable(node)));
    const { hasNextPage, endCursor } = prompt.versions.pageInfo;
    if (!hasNextPage)
      return {
        name,
        description: prompt.description,
        versions: versions.reverse(),
        labels: Object.fromEntries(prompt.labels.map(({ label, version }: GraphLabel) => [label, `${version.number}`])),
      };
    after = endCursor;
  }
}

/** The names of the product's prompts, in order. */
export async function promptNames(graph: Graph): Promise<string[]> {
  const names: string[] = [];
  for (let after: string | undefined; ; ) {
    const { prompts } = await graph(namesDocument, { after });
    names.push(...prompts.edges.map(({ node }: { node: { name: string } }) => node.name));
    if (!prompts.pageInfo.hasNextPage) return names;
    after = prompts.pageInfo.endCursor;
  }
}

interface GraphLabel {
  readonly label: string;
  readonly version: { readonly number: number };
}

type Nullable<Type> = { readonly [Member in keyof Type]: Type[Member] | null };

interface GraphVersion extends Omit<PortableVersion, 'at' | 'template' | 'variables' | 'replies'> {
  readonly number: number;
  readonly template: string;
  readonly messages: readonly PortableMessage[];
  readonly content: Pick<PortableVersion, 'replies'>;
  readonly variables: readonly (Nullable<PortableVariable> & { readonly name: string; readonly required: boolean })[];
}

/** The graph shows a text prompt as one system message, too. */
function toPortable({
  template,
  messages,
  variables,
  responseSchema,
  content,
  ...version
}: GraphVersion): PortableVersion {
  const isText = messages.length === 1 && messages[0]!.role === 'system' && messages[0]!.template === template;
  return {
    ...version,
    at: `${version.number}`,
    ...(isText ? { template } : { messages: messages.map(({ role, template }) => ({ role, template })) }),
    ...(responseSchema && { responseSchema }),
    replies: content.replies,
    variables: variables.map(({ name, required, default: value, description, schema }) => ({
      ...{ name, required },
      ...(value !== null && { default: value }),
      ...(description !== null && { description }),
      ...(schema !== null && { schema }),
    })),
  };
}

const promptDocument = `query ExportedPrompt($name: ID!, $after: String) {
  prompt(name: $name) {
    description
    labels { label version { number } }
    versions(first: 50, after: $after) {
      edges { node {
        number description status syntax template messages { role template }
        variables { name required default description schema }
        modelProvider modelName params responseSchema content
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const namesDocument = `query PromptNames($after: String) {
  prompts(first: 100, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } }
}`;
