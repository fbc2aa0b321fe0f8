import { until } from '@trialogue/store/testing';
import type { Caller } from '@trialogue/subgraph';
import { plugin } from '../testing/process';
import { tell } from '../testing/story';

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell({ plugins: [plugin('library')] });
});
afterAll(() => story.end());
afterEach(() => jest.useRealTimers());

const library = () => (globalThis as any).library;
const who = (...scopes: Caller['scopes']): Caller => ({ subject: 'cy', scopes });
const references = (representations: object[], field: string) =>
  story.ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${field} } }`, { r: representations });

test('its part of the graph is there, an entity of any subgraph with its field too', async () => {
  expect((await story.ask('{ plugins { state problem } }')).data.plugins).toEqual([{ state: 'LOADED', problem: null }]);
  expect((await references([{ __typename: 'Layer', key: 'l' }], '... on Layer { shelf { name } }')).data).toEqual({
    _entities: [{ shelf: { name: 'l' } }],
  });
  const { data } = await story.ask('{ found { __typename ... on Book { title } ... on Shelf { name } } }');
  expect(data.found).toEqual([
    { __typename: 'Book', title: 'A' },
    { __typename: 'Shelf', name: 'S' },
  ]);
});

test('references to its own entities are found together, each once, and one that is not there is null', async () => {
  library().batches.length = 0;
  const keys = ['1', '2', '1', 'none'].map((isbn) => ({ __typename: 'Book', isbn }));
  const { data } = await references(keys, '... on Book { isbn title }');
  expect(data._entities.map((book: any) => book?.title)).toEqual(['Book 1', 'Book 2', 'Book 1', undefined]);
  expect(library().batches).toEqual([['1', '2', 'none']]);
});

test.each<[string, Caller, unknown[]]>([
  ['{ book(isbn: 1) { title } }', who('read'), []],
  ['{ book(isbn: 1) { title } }', who('converse'), ['FORBIDDEN']],
  ['{ book(isbn: 1) { worth } }', who('read'), ['FORBIDDEN']],
  ['{ book(isbn: 1) { worth } }', who('read', 'edit'), []],
  ['{ book(isbn: 1) { worth } }', who('admin'), []],
  ['{ found { __typename } }', who('read'), ['FORBIDDEN']],
  ['{ found { __typename } }', who('track'), []],
  ['mutation { lend(isbn: 1) { lent } }', who('edit'), ['FORBIDDEN']],
  ['mutation { lend(isbn: 1) { lent } }', who('assign'), []],
  ['mutation { keep(key: "scopes", value: 1) }', who('read'), ['FORBIDDEN']],
  ['mutation { keep(key: "scopes", value: 1) }', who('edit'), []],
])('a field is as open as its module says: %s', async (document, caller, codes) => {
  expect((await story.ask(document, {}, caller)).codes).toEqual(codes);
});

test.each([
  ['code', 'LIBRARY_CLOSED', 'We are closed.'],
  ['late code', 'NO', 'No.'],
  ['bad code', 'INTERNAL_SERVER_ERROR', 'Something went wrong in the plugin library. It is logged under r.'],
  ['else', 'INTERNAL_SERVER_ERROR', 'Something went wrong in the plugin library. It is logged under r.'],
])('a PluginError reaches who asks, and nothing else does: %s', async (how, code, message) => {
  expect(await story.ask('query ($how: String!) { fails(how: $how) }', { how })).toMatchObject({
    codes: [code],
    messages: [message],
  });
});

test('a resolver that hangs is left after 30 s, and its signal is aborted', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  const answer = story.ask('{ fails(how: "hangs") }');
  await jest.advanceTimersByTimeAsync(29_000);
  expect(library().aborted).toBe(0);
  await jest.advanceTimersByTimeAsync(1_100);
  expect(await answer).toMatchObject({
    codes: ['PLUGIN_TIMEOUT'],
    messages: ['The plugin library did not answer Query.fails within 30000 ms.'],
  });
  expect(library().aborted).toBe(1);
});

test('and when the request is over', async () => {
  const leaving = new AbortController();
  const answer = story.ask('{ fails(how: "hangs") }', {}, undefined, leaving.signal);
  const before = library().aborted;
  leaving.abort(new Error('gone'));
  await answer;
  expect(library().aborted).toBe(before + 1);
});

describe('a subscription', () => {
  test('has each value of its subscriber as an event, until who listens goes', async () => {
    const leaving = new AbortController();
    const events = await story.watch('subscription { news }', {}, leaving.signal, who('track'));
    await until(() => library().open === 1);
    library().push('one');
    library().push('two');
    await until(() => events.length === 2);
    leaving.abort();
    await until(() => events.includes('end'));
    expect(events).toEqual(['one', 'two', 'end']);
    expect(library().open).toBe(0);
  });

  test('needs the scope that its module says', async () => {
    const watching = story.watch('subscription { news }', {}, new AbortController().signal, who('read'));
    await expect(watching).rejects.toBe('FORBIDDEN');
  });

  test('keeps its plugin from being stopped, and what it throws is masked', async () => {
    const leaving = new AbortController();
    const document = 'subscription { news }';
    const source = story.watch(document, {}, leaving.signal).then((events) => events);
    await source;
    await until(() => library().open === 1);
    await story.flows.reloadPlugins([]);
    expect(library().open).toBe(1);
    library().push('still there');
    const events = await source;
    await until(() => events.includes('still there'));
    leaving.abort();
    await until(() => library().open === 0);
    await story.flows.reloadPlugins([plugin('library')]);
  });
});

test('it keeps records between requests', async () => {
  expect((await story.ask('mutation { keep(key: "k", value: { a: [1] }) }')).data.keep).toBe(1);
  expect((await story.ask('{ mine(key: "k") mine2: mine(key: "other") }')).data).toEqual({
    mine: { a: [1] },
    mine2: null,
  });
});
