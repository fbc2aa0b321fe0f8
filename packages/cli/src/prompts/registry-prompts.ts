import type { Graph } from '../apply/apply';

/** A prompt of a running product, whole. */
export interface RegistryPrompt {
  readonly name: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, number>>;
  /** In the order of their numbers. */
  readonly versions: readonly RegistryVersion[];
}

export interface RegistryVersion {
  readonly number: number;
  readonly checksum: string;
  /** As a path from a project's folder; null: the graph made it. */
  readonly file: string | null;
  readonly content: VersionContent;
}

/** All that a version says, as `applyPrompts` takes it. */
export interface VersionContent {
  readonly description: string;
  readonly status: string;
  readonly syntax: string;
  readonly template: string;
  readonly messages?: readonly { readonly role: string; readonly template: string }[];
  readonly responseSchema?: object;
  readonly variables: readonly VersionVariable[];
  readonly modelProvider: string;
  readonly modelName: string;
  readonly params: object;
  readonly replies: readonly object[];
}

interface VersionVariable {
  readonly name: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly description?: string;
  readonly schema?: object;
}

const versionFields = `edges { node { number checksum source { file } content } } pageInfo { hasNextPage endCursor }`;
const promptsDocument = `query Prompts($after: String) {
  prompts(first: 20, after: $after) {
    edges { node { name description labels { label version { number } } versions(first: 10) { ${versionFields} } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const versionsDocument = `query Versions($name: ID!, $after: String) {
  prompt(name: $name) { versions(first: 20, after: $after) { ${versionFields} } }
}`;

/** Every prompt of the running product, with every version, page by page. */
export async function registryPrompts(graph: Graph): Promise<RegistryPrompt[]> {
  const all: RegistryPrompt[] = [];
  for (let after: string | undefined; ; ) {
    const { edges, pageInfo } = (await graph(promptsDocument, { after })).prompts;
    for (const { node } of edges) all.push(await withVersions(graph, node));
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

async function withVersions(graph: Graph, { name, description, labels, versions }: any): Promise<RegistryPrompt> {
  const edges = [...versions.edges];
  for (let { pageInfo } = versions; pageInfo.hasNextPage; ) {
    const { prompt } = await graph(versionsDocument, { name, after: pageInfo.endCursor });
    edges.push(...prompt.versions.edges);
    pageInfo = prompt.versions.pageInfo;
  }
  return {
    ...{ name, description },
    labels: Object.fromEntries(labels.map(({ label, version }: any) => [label, version.number])),
    versions: edges
      .map(({ node: { number, checksum, source, content } }: any) => ({ number, checksum, file: source.file, content }))
      .sort((one, other) => one.number - other.number),
  };
}
