import type { Graph } from '../apply/apply';
import { misused, subcommand } from '../sync/product-subcommand';
import { tableText } from './table-text';

const usage = 'prompts list [--json]';

/** `prompts list`: every prompt, with what it is served as, in the order of their names. */
export const list = subcommand({
  usage,
  options: {},
  async run({ graph, words }) {
    if (words.length > 0) throw misused(usage, `"${words[0]}" says nothing here.`);
    const prompts = await allPrompts(graph);
    return { data: { prompts: prompts.map(asData) }, text: listText(prompts) };
  },
});

interface ListedPrompt {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly { readonly label: string; readonly version: { readonly number: number } }[];
  /** What is served by default; null: nothing. */
  readonly version: ListedVersion | null;
  readonly versions: { readonly edges: readonly { readonly node: ListedVersion }[] };
}

interface ListedVersion {
  readonly number: number;
  readonly status: string;
  readonly modelProvider: string;
  readonly modelName: string;
}

const document = `query Prompts($after: String) {
  prompts(first: 50, after: $after) {
    edges { node {
      name description labels { label version { number } }
      version { number status modelProvider modelName }
      versions(first: 1) { edges { node { number status modelProvider modelName } } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

async function allPrompts(graph: Graph): Promise<ListedPrompt[]> {
  const all: ListedPrompt[] = [];
  for (let after: string | undefined; ; ) {
    const { prompts } = await graph(document, { after });
    all.push(...prompts.edges.map(({ node }: { node: ListedPrompt }) => node));
    if (!prompts.pageInfo.hasNextPage) return all;
    after = prompts.pageInfo.endCursor;
  }
}

const asData = ({ name, description, labels, version, versions }: ListedPrompt) => ({
  name,
  description,
  served: version?.number ?? null,
  newest: versions.edges[0]?.node.number ?? null,
  labels: Object.fromEntries(labels.map(({ label, version: { number } }) => [label, number])),
  model: version && `${version.modelProvider}/${version.modelName}`,
});

function listText(prompts: readonly ListedPrompt[]): string {
  if (prompts.length === 0) return 'There are no prompts. `trialogue apply` brings those of the files here.\n';
  const rows = prompts.map(asData).map(({ name, served, newest, labels, model, description }) => [
    name,
    served === null ? '–' : `@${served}`,
    `${newest ?? '–'}`,
    Object.entries(labels)
      .map(([label, number]) => `${label}@${number}`)
      .join(' '),
    model ?? '',
    description,
  ]);
  return `${tableText(['prompt', 'served', 'newest', 'labels', 'model', 'description'], rows)}\n`;
}
