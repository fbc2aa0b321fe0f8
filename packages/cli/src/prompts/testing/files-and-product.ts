import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Graph } from '../../apply/apply';
import { renumberFile } from '../../sync/list-file';
import { pullInto } from '../../sync/pull-into';
import { readSynced, type SyncOptions, syncThroughGraph } from '../../sync/sync-graph';
import { syncedPrompts } from '../synced-prompts';

export const list = 'config/prompts.yml';
export const read = (root: string, file = list) => readFileSync(path.join(root, file), 'utf8');
export const write = (root: string, file: string, text: string) => writeFileSync(path.join(root, file), text);
export const replace = (root: string, file: string, one: string, other: string) => {
  expect(read(root, file)).toContain(one);
  write(root, file, read(root, file).replace(one, other));
};

/** A project with one prompt of one version. */
export const files = (name: string) => ({
  [list]: `# Ours.
prompts:
  - name: ${name}
    description: Cooks. # well
    versions:
      - version: 1
        file: prompts/${name}.txt
        model_provider: scripted
        model_name: scripted
    labels:
      production: 1
`,
  [`prompts/${name}.txt`]: 'Cook.\n',
});

/** What people do to a project’s prompts and a product’s, by command and through the graph. */
export function promptsOf(graph: Graph) {
  /** As the commands do, of one prompt: other tests’ are in the product, too. */
  const sync = async (root: string, more: Partial<SyncOptions> = {}) => {
    const options = { dryRun: false, onEdit: 'ERROR', ...more } as const;
    const synced = await syncThroughGraph(syncedPrompts, graph, root, readSynced(syncedPrompts, root), options);
    if (!options.dryRun) await renumberFile(root, 'prompts', synced.renumbered);
    return synced;
  };
  const results = async (root: string, more: Partial<SyncOptions> = {}) =>
    (await sync(root, more)).outcomes.map(({ result }) => result);
  const pull = async (root: string, name: string, more: { dryRun?: boolean; isPreferred?: boolean } = {}) => {
    const pulled = await pullInto(syncedPrompts, only(name), root, { dryRun: false, isPreferred: false, ...more });
    return {
      ...pulled,
      written: pulled.written.map((one) => one.path),
      conflicts: pulled.conflicts.map((one) => [one.path, one.message]),
    };
  };
  /** The product as if it had these prompts only. */
  const only =
    (...names: string[]): Graph =>
    async (document, variables) => {
      const answer = await graph(document, variables);
      if (!answer.prompts) return answer;
      const edges = answer.prompts.edges.filter(({ node }: any) => names.some((name) => node.name.startsWith(name)));
      return { prompts: { ...answer.prompts, edges } };
    };

  const create = (name: string, template: string, more: object = {}) =>
    graph('mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
      input: { name, template, modelProvider: 'scripted', modelName: 'scripted', ...more },
    });
  const label = (name: string, version: number, at: string) =>
    graph(
      'mutation ($name: ID!, $version: Int!, $at: String!) { labelPromptVersion(name: $name, version: $version, label: $at) { id } }',
      { name, version, at },
    );
  const setStatus = (name: string, version: number, status: string) =>
    graph(
      'mutation ($name: ID!, $version: Int!, $status: PromptStatus!) { setPromptVersionStatus(name: $name, version: $version, status: $status) { id } }',
      { name, version, status },
    );
  const standing = async (name: string) => {
    const { prompt } = await graph(
      'query ($name: ID!) { prompt(name: $name) { description labels { label version { number } } versions { edges { node { number status description template checksum source { file commit } } } } } }',
      { name },
    );
    const versions = Object.fromEntries(prompt.versions.edges.map(({ node }: any) => [node.number, node]));
    return {
      description: prompt.description,
      labels: Object.fromEntries(prompt.labels.map((one: any) => [one.label, one.version.number])),
      versions,
      templates: Object.fromEntries(Object.entries<any>(versions).map(([number, { template }]) => [number, template])),
    };
  };

  return { sync, results, pull, only, create, label, setStatus, standing };
}
