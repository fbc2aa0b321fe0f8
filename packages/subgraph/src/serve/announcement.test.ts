import { announceMs, Store } from '@trialogue/store';
import { createTestDatabase, silent, until } from '@trialogue/store/testing';
import { pino } from 'pino';
import { Query, Resolver } from 'type-graphql';
import { type BuiltSubgraph, buildSubgraph, Scoped } from '../index';
import { Announcement, type SubgraphBody } from './announcement';
import { SchemaVersions } from './schema-versions';

@Resolver()
class Greeter {
  @Scoped('read')
  @Query(() => String)
  hello(): string {
    return 'Hello.';
  }
}

const field = (name: string) => ({ typeDefs: `extend type Query { ${name}: String }`, resolvers: {} });
const logger = pino({ level: 'silent' });

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  store = await Store.open({ url: database.url, logger: silent });
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** A process that serves the subgraph, as far as others see it. */
async function replica(name: string, url: string): Promise<BuiltSubgraph> {
  const subgraph = buildSubgraph({
    name,
    resolvers: [Greeter],
    instances: [new Greeter()],
    loaders: () => ({}),
    close: async () => {},
  });
  const versions = new SchemaVersions(subgraph);
  const announcement = new Announcement({ url, versions, store, logger });
  open.push(async () => {
    await announcement.close();
    versions.close();
  });
  await announcement.start();
  return subgraph;
}

const published = (name: string) => store.releases.head<SubgraphBody>('subgraph', name)?.body.sdl ?? '';
const urls = async (name: string) => (await store.replicas.live(name)).map(({ url }) => url).sort();

test('a replica is found while it lives, and not after it has gone', async () => {
  await replica('found', 'http://one');
  await replica('found', 'http://two');
  expect(await urls('found')).toEqual(['http://one', 'http://two']);
  await open.pop()!();
  expect(await urls('found')).toEqual(['http://one']);
});

test('one that says nothing more counts as gone', async () => {
  await store.replicas.announce({ service: 'silent', id: 'x', url: 'http://x', schema: 's', holds: ['s'] });
  expect(await urls('silent')).toEqual(['http://x']);
  await store.sql(`update exp.replicas set seen_at = seen_at - interval '9 s' where service = 'silent'`);
  expect(await urls('silent')).toEqual([]);
});

test('a field appears once every replica has it', async () => {
  const one = await replica('grows', 'http://one');
  const two = await replica('grows', 'http://two');
  await until(() => published('grows').includes('hello'));
  one.extend([field('late')]);
  await store.sql('select pg_sleep($1)', [(1.5 * announceMs) / 1_000]); // it would have said it twice by then
  await store.releases.refresh();
  expect(published('grows')).not.toContain('late');
  two.extend([field('late')]);
  await until(() => published('grows').includes('late'));
});

test('a replica that held it back and died holds it back no longer', async () => {
  const one = await replica('freed', 'http://one');
  await replica('freed', 'http://two');
  await until(() => published('freed').includes('hello'));
  one.extend([field('late')]);
  await open.pop()!();
  await until(() => published('freed').includes('late'));
});

test('a replica that goes back publishes what was published before, also when another published what came between', async () => {
  const one = await replica('returns', 'http://one');
  const two = await replica('returns', 'http://two');
  await until(() => published('returns').includes('hello'));
  one.extend([field('late')]);
  two.extend([field('late')]);
  await until(() => published('returns').includes('late'));
  one.extend([]);
  two.extend([]);
  await until(() => !published('returns').includes('late'));
});

test('a field that goes is not published any more before anybody lets go of it', async () => {
  const one = await replica('shrinks', 'http://one');
  one.extend([field('early')]);
  await until(() => published('shrinks').includes('early'));
  one.extend([]);
  await until(() => !published('shrinks').includes('early'));
  const [{ holds } = { holds: [] }] = await store.replicas.live('shrinks');
  expect(holds).toHaveLength(2);
});
