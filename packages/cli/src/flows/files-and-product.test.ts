import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Graph } from '../apply/apply';
import { project } from '../apply/testing/project';
import { renumberFile } from '../sync/list-file';
import { pullInto } from '../sync/pull-into';
import { readSynced, type SyncOptions, syncThroughGraph } from '../sync/sync-graph';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { syncedFlows } from './synced-flows';
import { verify } from './verify';

let on: TestProduct;
beforeAll(async () => {
  on = await openTestProduct();
}, 120_000);
afterAll(() => on.close());

const list = 'config/flows.yml';
const definition = (outcome: string) => `initial: hello
states:
  hello: { say: Hello., next: done } # first
  done: { final: ${outcome} }
`;
const files = (name: string) => ({
  [list]: `# Ours.
flows:
  - name: ${name}
    description: Greets. # well
    versions:
      - version: 1
        file: flows/${name}.yml
`,
  [`flows/${name}.yml`]: definition('completed'),
});
const read = (root: string, file = list) => readFileSync(path.join(root, file), 'utf8');
const write = (root: string, file: string, text: string) => writeFileSync(path.join(root, file), text);

/** As the command does, of one flow: other tests’ are in the product, too. */
async function sync(root: string, more: Partial<SyncOptions> = {}) {
  const options = { dryRun: false, onEdit: 'ERROR', ...more } as const;
  const synced = await syncThroughGraph(syncedFlows, on.graph, root, readSynced(syncedFlows, root), options);
  if (!options.dryRun) await renumberFile(root, 'flows', synced.renumbered);
  return synced;
}
const results = async (root: string, more: Partial<SyncOptions> = {}) =>
  (await sync(root, more)).outcomes.map(({ result }) => result);
/** The product as if it had this flow only. */
const only =
  (name: string): Graph =>
  async (document, variables) => {
    const answer = await on.graph(document, variables);
    if (!answer.flows) return answer;
    return { flows: { ...answer.flows, edges: answer.flows.edges.filter(({ node }: any) => node.key === name) } };
  };
const pull = (root: string, name: string, more: { dryRun?: boolean; isPreferred?: boolean } = {}) =>
  pullInto(syncedFlows, only(name), root, { dryRun: false, isPreferred: false, ...more });
const create = (flow: string, outcome: string, more: object = {}) =>
  on.graph('mutation ($input: CreateFlowVersionInput!) { createFlowVersion(input: $input) { id } }', {
    input: {
      ...{
        flow,
        definition: { initial: 'hello', states: { hello: { say: 'Hello.', next: 'done' }, done: { final: outcome } } },
      },
      ...more,
    },
  });

test('what was made and changed in the product is pulled into the files, whose comments stay, and then there is nothing to sync', async () => {
  const root = project(files('pulled'));
  expect(await results(root)).toEqual(['CREATED']);
  await create('pulled', 'second', { description: 'The second' });
  await create('pulled', 'third', { status: 'DRAFT' });
  await on.graph('mutation { setFlowVersionStatus(flow: "pulled", version: 1, status: DRAINING) { id } }', {});
  const dry = await pull(root, 'pulled', { dryRun: true });
  expect(readdirSync(path.join(root, 'flows'))).toEqual(['pulled.yml']);
  const { written, conflicts, text } = await pull(root, 'pulled');
  expect(text).toBe(dry.text);
  expect(conflicts).toEqual([]);
  expect(written.map((one) => one.path)).toEqual(['versions.1.status', 'versions.2', 'versions.3']);
  expect(read(root)).toContain('description: Greets. # well');
  expect(read(root)).toContain('status: draining');
  expect(readdirSync(path.join(root, 'flows')).sort()).toEqual(['pulled.yml', 'pulled_v2.yml', 'pulled_v3.yml']);
  const synced = await sync(root);
  expect(synced.outcomes).toMatchObject([{ result: 'UNCHANGED', notes: [] }]);
  expect(synced.databaseOnly.filter((id) => id.startsWith('pulled@'))).toEqual([]);
  expect((await pull(root, 'pulled')).written).toEqual([]);

  await create('pulled', 'another', { number: 3, status: 'DRAFT' });
  expect((await pull(root, 'pulled')).written.map((one) => one.path)).toEqual(['versions.3.definition']);
  expect(await results(root)).toEqual(['UNCHANGED']);
  const empty = project({});
  await pull(empty, 'pulled');
  expect(read(empty, 'flows/pulled.yml')).toContain('final: completed');
  expect(await results(empty)).toHaveLength(1);
});

test('an edited flow of a published version is refused with its line, or becomes the next version, and the list says so', async () => {
  const root = project(files('edited'));
  await sync(root);
  write(root, 'flows/edited.yml', definition('otherwise'));
  const { outcomes } = await sync(root);
  expect(outcomes).toMatchObject([{ result: 'REFUSED', line: 3 }]);
  expect(outcomes[0]!.notes[0]!.message).toContain('trialogue flows sync --on-edit new-version');
  expect((await pull(root, 'edited')).conflicts).toMatchObject([
    { path: 'versions.1', message: expect.stringContaining('trialogue flows sync --on-edit new-version') },
  ]);
  expect(read(root, 'flows/edited.yml')).toBe(definition('otherwise'));
  const before = read(root);
  expect(await results(root, { onEdit: 'NEW_VERSION' })).toEqual(['UPDATED']);
  expect(read(root)).toBe(before.replace('- version: 1', '- version: 2'));
  expect(await results(root)).toEqual(['UNCHANGED']);
});

test('what both sides changed is a conflict, told where it stands', async () => {
  const root = project(files('both'));
  await sync(root);
  await create('both', 'completed', { number: 1, description: 'Theirs' });
  write(root, list, read(root).replace('- version: 1', '- version: 1\n        description: Mine'));
  const { outcomes } = await sync(root);
  const message = expect.stringMatching(
    /is "Mine" here and "Theirs" in the product.*trialogue flows sync --prefer file/,
  );
  expect(outcomes).toMatchObject([
    { result: 'CONFLICT', notes: [{ line: 7, path: 'versions.0.description', message }] },
  ]);
  expect(await results(root, { prefer: 'FILE' })).toEqual(['UPDATED']);
  expect(await results(root)).toEqual(['UNCHANGED']);
});

test('wherever the graph says that a file was, nothing is written outside of flows/', async () => {
  const paths = [
    '../out.yml',
    '/tmp/out.yml',
    'config/flows.yml',
    'flows/../x.yml',
    'flows/.x.yml',
    'flows/x.test.yml',
  ];
  const versions = paths.map((file, index) => ({
    number: index + 1,
    definition: { initial: 'done', states: { done: { final: `n${index}` } } },
    source: { file },
  }));
  await on.graph('mutation ($flows: [ApplyFlowInput!]!) { applyFlows(flows: $flows) { outcome } }', {
    flows: [{ key: 'astray', versions }],
  });
  const root = project({});
  await pull(root, 'astray');
  expect(readdirSync(root).sort()).toEqual(['config', 'flows']);
  expect(readdirSync(path.join(root, 'flows')).sort()).toEqual(versions.map(({ number }) => `astray_v${number}.yml`));
});

test('the graph says of a flow what the command says: kind, witness, file and line', async () => {
  const flow = `initial: hello
states:
  hello: { say: Hello., next: order }
  order:
    await: { event: shipped }
    meanwhile: Soon.
    next: done
  done: { final: completed }
`;
  const name = 'judged';
  const { root } = on;
  const file = `flows/${name}.yml`;
  mkdirSync(path.join(root, 'flows'), { recursive: true });
  write(root, file, flow);
  const ask = async () =>
    (
      await on.graph(
        `{ flow(key: "${name}") { version { problems { kind severity witness file line column path message } } } }`,
        {},
      )
    ).flow.version.problems;
  await on.graph('mutation ($flows: [ApplyFlowInput!]!) { applyFlows(flows: $flows) { outcome } }', {
    flows: [{ key: name, versions: [{ number: 1, definition: parse(flow), source: { file } }] }],
  });
  const { findings } = verify(root, [file]).data as { readonly findings: readonly { readonly severity: string }[] };
  const asked = await ask();
  expect(asked).toMatchObject([{ kind: 'missing_timeout', file, line: 4, path: 'states.order' }]);
  const told = findings.map(({ severity, state: _, ...one }: any) => ({ ...one, severity: severity.toUpperCase() }));
  expect(asked.map(({ witness, ...one }: any) => (witness ? { ...one, witness } : one))).toEqual(told);
  write(root, file, flow.replace('Soon.', 'Later.'));
  expect(await ask()).toMatchObject([{ file, line: null, column: null }]);
});
