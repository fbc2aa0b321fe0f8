import type { Graph } from '../apply/apply';
import { flowList } from '../apply/lists';
import type { ListText } from '../sync/list-text';
import { isPlainPlace, type NewFiles, namesFor } from '../sync/new-files';
import type { PulledKind } from '../sync/pull-into';
import type { RegistryEntry, RegistryVersion, Write } from '../sync/pull-plan';
import { syncDocument } from '../sync/sync-graph';
import { written } from '../sync/yaml-edits';

/** How flows of files and those of a product are brought together. */
export const syncedFlows: PulledKind = {
  list: flowList,
  document: syncDocument('flows', 'syncFlows', 'ApplyFlowInput', 'name: flow'),
  members: ['description', 'status', 'definition'],
  all: registryFlows,
  edit,
};

/** Makes the text say one value as the product does; definitions are files of their own. */
function edit(text: ListText, name: string, one: Write, files: NewFiles): void {
  switch (one.kind) {
    case 'entry': {
      const { description, versions } = one.entry;
      text.addEntry({
        name,
        ...(description !== '' && { description }),
        versions: versions.map((version) => versionEntry(name, version, files)),
      });
      break;
    }
    case 'version':
      text.addVersion(name, versionEntry(name, one.version, files));
      break;
    case 'description':
      text.setDescription(name, one.value);
      break;
    case 'member':
      setMember(text, name, one, files);
  }
}

function setMember(
  text: ListText,
  name: string,
  { number, member, value }: Write & { kind: 'member' },
  files: NewFiles,
) {
  if (member === 'definition') text.setVersion(name, number, 'file', definitionFile(name, number, value, null, files));
  else if (member === 'status') text.setVersion(name, number, 'status', (value as string).toLowerCase());
  else text.setVersion(name, number, 'description', value as string);
}

function versionEntry(name: string, { number, file, content }: RegistryVersion, files: NewFiles): object {
  const { description, status, definition } = content as { description: string; status: string; definition: object };
  return {
    version: number,
    ...(description !== '' && { description }),
    file: definitionFile(name, number, definition, file, files),
    ...(status !== 'ACTIVE' && { status: status.toLowerCase() }),
  };
}

/** @param was where whoever made the version had it */
function definitionFile(
  name: string,
  number: number,
  definition: unknown,
  was: string | null,
  files: NewFiles,
): string {
  const text = `# yaml-language-server: $schema=../schema/flow.schema.json\n${written(definition)}\n`;
  const own = namesFor('flows', `${name}_v${number}`, '.yml', text);
  return files.add(was !== null && isUsable(was) ? [was, ...own] : own, text);
}

const isUsable = (file: string) =>
  isPlainPlace('flows', file) && /\.ya?ml$/i.test(file) && !/\.test\.ya?ml$/i.test(file);

const versionFields =
  'edges { node { number description status definition source { file } } } pageInfo { hasNextPage endCursor }';
const flowsDocument = `query Flows($after: String) {
  flows(first: 20, after: $after) {
    edges { node { key description versions(first: 10) { ${versionFields} } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const versionsDocument = `query FlowVersions($key: ID!, $after: String) {
  flow(key: $key) { versions(first: 20, after: $after) { ${versionFields} } }
}`;

/** Every flow of the running product, with every version, page by page. */
async function registryFlows(graph: Graph): Promise<RegistryEntry[]> {
  const all: RegistryEntry[] = [];
  for (let after: string | undefined; ; ) {
    const { edges, pageInfo } = (await graph(flowsDocument, { after })).flows;
    for (const { node } of edges) all.push(await withVersions(graph, node));
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

async function withVersions(graph: Graph, { key, description, versions }: any): Promise<RegistryEntry> {
  const edges = [...versions.edges];
  for (let { pageInfo } = versions; pageInfo.hasNextPage; ) {
    const { flow } = await graph(versionsDocument, { key, after: pageInfo.endCursor });
    edges.push(...flow.versions.edges);
    pageInfo = flow.versions.pageInfo;
  }
  return {
    ...{ name: key, description, labels: {} },
    versions: edges
      .map(({ node: { number, source, ...content } }: any) => ({ number, file: source.file, content }))
      .sort((one, other) => one.number - other.number),
  };
}
