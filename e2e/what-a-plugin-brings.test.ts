import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeKey } from '@trialogue/gateway';
import { createClient } from 'graphql-sse';
import { start } from './support/chat';
import { pluginsFile } from './support/plugin';
import { makeProject, type Product, startProduct } from './support/product';
import { until } from './support/until';

/** Notes on experiments: kept as records, told to whoever listens, counted by a tool. */
const notes = `
class PluginError extends Error { constructor(code, message) { super(message); this.name = 'PluginError'; this.code = code; } }
const listeners = new Set();
async function* events(of, signal) {
  const waiting = [];
  let wake = () => {};
  const listener = (note) => { waiting.push(note); wake(); };
  listeners.add(listener);
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!signal.aborted) {
      if (waiting.length === 0) await new Promise((resolve) => { wake = resolve; });
      for (const note of waiting.splice(0)) if (!of || note.experiment.key === of) yield note;
    }
  } finally { listeners.delete(listener); }
}
module.exports = {
  name: 'notes', version: '1.0.0', apiVersion: 1, options: { type: 'object', properties: {} },
  setup: async (_, host) => {
    const notesOf = async (key) => (await host.records.list(key + '/')).map(({ value }) => value);
    return {
      tools: [{
        name: 'count_notes', version: '1', description: 'Counts the notes on an experiment.', effects: 'none',
        input: { type: 'object', properties: { experiment: { type: 'string' } }, required: ['experiment'] },
        output: { type: 'object', properties: { count: { type: 'number' } }, required: ['count'] },
        use: async ({ experiment }) => ({ count: (await notesOf(experiment)).length }),
      }],
      graph: {
        typeDefs: \`
          type Note @key(fields: "id") { id: ID! text: String! author: String! experiment: Experiment! }
          extend type Experiment @key(fields: "key") {
            key: ID! @external
            name: String! @external
            notes: [Note!]!
            noteTitle: String! @requires(fields: "name")
          }
          extend type Query { note(experiment: ID!, number: Int!): Note noteReport(experiment: ID!): JSON noteListeners: Int! }
          extend type Mutation { addNote(experiment: ID!, text: String!): Note! }
          extend type Subscription { noteAdded(experiment: ID): Note! }
        \`,
        resolvers: {
          Experiment: { notes: ({ key }) => notesOf(key), noteTitle: ({ name }) => 'Notes on ' + name },
          Query: {
            note: async (_, { experiment, number }) => (await host.records.get(experiment + '/' + number))?.value,
            noteReport: async (_, { experiment }) => {
              const { experiment: found } = await host.graph('query ($key: ID!) { experiment(key: $key) { status } }', { key: experiment });
              const denied = await host.graph('mutation ($key: ID!) { pauseExperiment(key: $key) { key } }', { key: experiment })
                .then(() => 'nothing', ({ code }) => code);
              return { status: found.status, denied };
            },
            noteListeners: () => listeners.size,
          },
          Mutation: {
            addNote: async (_, { experiment, text }, { caller }) => {
              if (text === '') throw new PluginError('NOTES_EMPTY', 'A note says something.');
              if (text === 'burn') throw new Error('a secret of the plugin');
              for (let number = 1; ; number += 1) {
                const id = experiment + '/' + number;
                const note = { id, text, author: caller.subject, experiment: { key: experiment } };
                if (!(await host.records.put(id, note, 0))) continue;
                for (const tell of listeners) tell(note);
                return note;
              }
            },
          },
          Subscription: { noteAdded: { subscribe: ({ experiment }, { signal }) => events(experiment, signal) } },
        },
        scopes: { Mutation: { addNote: ['track'] }, Note: { author: ['admin'] } },
        references: { Note: async (keys) => Promise.all(keys.map(async ({ id }) => (await host.records.get(id))?.value ?? null)) },
      },
    };
  },
};`;

/** Says how many notes there are, then listens on. */
const flow = {
  initial: 'count',
  slots: { count: { schema: { type: 'number' } } },
  states: {
    count: {
      call: { tool: 'count_notes', input: { experiment: '"meal_planning_style"' } },
      save: { count: 'result.count' },
      next: 'told',
      failed: 'lost',
    },
    told: { final: 'told', say: 'There are {{ slots.count }} notes.' },
    lost: { final: 'lost', say: 'Nobody knows.' },
  },
};

const entries: string[] = [];
const key = (name: string, ...scopes: string[]) => {
  const made = makeKey(name, scopes);
  entries.push(made.entry);
  return { authorization: `Bearer ${made.key}`, key: made.key };
};
const root = key('root', 'admin');
const reader = key('reader', 'read');
const writer = key('writer', 'track', 'read');
const outsider = key('outsider', 'assign');
const experiment = 'meal_planning_style';

let product: Product;
beforeAll(async () => {
  const folder = makeProject();
  mkdirSync(path.join(folder, 'own/notes'), { recursive: true });
  writeFileSync(path.join(folder, 'own/notes/index.js'), notes);
  const file = pluginsFile(folder);
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n  - path: ./own/notes\n    scopes: [read]\n`);
  product = await startProduct({ TRIALOGUE_KEYS: entries.join(','), TRIALOGUE_KEY: root.key }, folder);
  const asRoot = { authorization: root.authorization };
  await until(async () => {
    const { plugins } = await product.ask('{ plugins { name state problem } }', {}, asRoot);
    const found = plugins.find(({ name }: any) => name === 'notes');
    if (found?.problem) throw new Error(found.problem);
    return found?.state === 'LOADED' && (await product.graph('{ noteListeners }', {}, asRoot)).errors === undefined;
  });
});

const headers = ({ authorization }: typeof root) => ({ authorization });
const ask = (document: string, variables: object = {}, who = root) => product.ask(document, variables, headers(who));
const codeOf = async (document: string, who: typeof root) =>
  (await product.graph(document, {}, headers(who))).errors?.[0]?.extensions.code;
const add = (text: string, who = writer) =>
  product.graph(
    `mutation ($text: String!) { addNote(experiment: "${experiment}", text: $text) { id text experiment { name } } }`,
    { text },
    headers(who),
  );
const subscription = `subscription { noteAdded(experiment: "${experiment}") { id text experiment { name status noteTitle } } }`;

test('its types, queries and mutations, and its fields of another subgraph’s entity, each with its scope', async () => {
  expect((await add('First.')).data!.addNote).toMatchObject({
    id: `${experiment}/1`,
    experiment: { name: expect.any(String) },
  });
  const { experiment: found } = await ask(
    `{ experiment(key: "${experiment}") { name noteTitle notes { text author experiment { key } } } }`,
  );
  expect(found).toMatchObject({
    noteTitle: `Notes on ${found.name}`,
    notes: [{ text: 'First.', author: 'writer', experiment: { key: experiment } }],
  });
  expect((await ask(`{ note(experiment: "${experiment}", number: 1) { text } }`, {}, reader)).note.text).toBe('First.');
  expect(await codeOf(`{ note(experiment: "${experiment}", number: 1) { author } }`, reader)).toBe('FORBIDDEN');
  expect((await add('No.', reader)).errors![0]!.extensions.code).toBe('FORBIDDEN');
});

test('what it throws as a PluginError reaches who asks; anything else is masked', async () => {
  expect((await add('')).errors![0]).toMatchObject({
    message: 'A note says something.',
    extensions: { code: 'NOTES_EMPTY', plugin: 'notes' },
  });
  const { message, extensions } = (await add('burn')).errors![0]!;
  expect(extensions.code).toBe('INTERNAL_SERVER_ERROR');
  expect(message).not.toContain('secret');
});

test('it asks the graph with the scopes of its entry', async () => {
  const { noteReport } = await ask(`{ noteReport(experiment: "${experiment}") }`);
  expect(noteReport).toEqual({ status: 'RUNNING', denied: 'FORBIDDEN' });
});

test('its subscription over WebSocket and server-sent events, ended by who leaves', async () => {
  const socket = product.socket({ key: reader.key });
  const events = createClient({ url: `${product.url}/graphql/stream`, headers: headers(reader), retryAttempts: 0 });
  const listening = async () => (await ask('{ noteListeners }')).noteListeners;
  const [one, two] = [socket.iterate<any>({ query: subscription }), events.iterate<any>({ query: subscription })];
  const pending = Promise.all([one.next(), two.next()]);
  await until(async () => (await listening()) === 2);
  const { data } = await add('News.');
  for (const { value } of await pending)
    expect(value).toEqual({
      data: {
        noteAdded: {
          ...{ id: data!.addNote.id, text: 'News.' },
          experiment: { name: data!.addNote.experiment.name, status: 'RUNNING', noteTitle: expect.any(String) },
        },
      },
    });
  await one.return!();
  await until(async () => (await listening()) === 1);
  events.dispose();
  await until(async () => (await listening()) === 0);
});

test('its subscription needs its scope, and each event shows what who listens may see', async () => {
  const refused = product.socket({ key: outsider.key }).iterate<any>({ query: subscription });
  const refusal = await refused.next().then(
    ({ value }) => value.errors,
    (errors) => errors,
  );
  expect(refusal[0].extensions.code).toBe('FORBIDDEN');
  const open = product.socket({ key: writer.key }).iterate<any>({ query: 'subscription { noteAdded { id author } }' });
  const next = open.next();
  await until(async () => (await ask('{ noteListeners }')).noteListeners === 1);
  await add('By whom?');
  expect((await next).value.errors[0].extensions.code).toBe('FORBIDDEN');
  await open.return!();
});

test('its tool is known, a flow calls it, and a config that names none of the tools is told which there are', async () => {
  const { tools } = await ask('{ tools { name plugin effects version } }');
  expect(tools).toContainEqual({ name: 'count_notes', plugin: 'notes', effects: 'none', version: '1' });
  const apply = `mutation ($flows: [ApplyFlowInput!]!) { applyFlows(flows: $flows) { outcome problems { path message } } }`;
  const flowOf = (name: string, tool: string) => ({
    key: name,
    versions: [
      {
        number: 1,
        definition: {
          ...flow,
          states: { ...flow.states, count: { ...flow.states.count, call: { ...flow.states.count.call, tool } } },
        },
      },
    ],
  });
  const [good] = (await ask(apply, { flows: [flowOf('counting', 'count_notes')] })).applyFlows;
  expect(good).toEqual({ outcome: 'CREATED', problems: [] });
  const [bad] = (await ask(apply, { flows: [flowOf('miscounting', 'count_note')] })).applyFlows;
  expect(bad.problems[0].message).toContain('there is no tool "count_note"');
  expect(bad.problems[0].message).toContain('did you mean "count_notes"?');

  const conversation = await start(product, 'ana', { experiment: null, flow: 'counting' }, headers(root));
  const count = (await ask(`{ experiment(key: "${experiment}") { notes { id } } }`)).experiment.notes.length;
  const document = 'query ($id: ID!) { conversation(id: $id) { messages { edges { node { text } } } } }';
  const said = async () => (await ask(document, { id: conversation.id })).conversation.messages.edges;
  await until(async () => (await said()).length > 0); // what its opening calls is called in a turn of its own
  expect((await said()).at(-1).node.text).toBe(`There are ${count} notes.`);

  const check = `query ($config: JSONObject!) { validateVariantConfig(config: $config) { problems { path message } } }`;
  const config = (tool: string) => ({
    execution_strategy: 'prompt_template',
    prompt_config: { prompt_version_id: 'meal_planning_assistant', tools: [tool] },
  });
  expect((await ask(check, { config: config('count_notes') })).validateVariantConfig.problems).toEqual([]);
  expect((await ask(check, { config: config('count_note') })).validateVariantConfig.problems).toMatchObject([
    { path: 'prompt_config.tools.0', message: expect.stringContaining('did you mean "count_notes"?') },
  ]);
});
