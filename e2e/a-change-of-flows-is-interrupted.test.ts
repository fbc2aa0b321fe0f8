import { rows } from './support/database';
import { hold, type Point } from './support/hold';
import { makeProject, type Product, startProduct, testDatabase } from './support/product';

const count = 20;
const keys = Array.from({ length: count }, (_, index) => `flow_${String(index).padStart(3, '0')}`);

/** Every flow with one version more than in the round before; each but the first includes the one before it. */
const flowsOf = (round: number) =>
  keys.map((key, position) => ({
    key,
    versions: Array.from({ length: round }, (_, index) => ({
      number: index + 1,
      definition: {
        initial: 'ask',
        slots: { name: { schema: { type: 'string' } } },
        states: {
          ask: { collect: 'name', ask: `Your name? ${index}`, next: position === 0 ? 'done' : 'other', failed: 'done' },
          ...(position > 0 && { other: { flow: `${keys[0]}@${index + 1}`, next: 'done' } }),
          done: { final: 'completed' },
        },
      },
    })),
  }));

async function sync(product: Product, round: number): Promise<string[]> {
  const { syncFlows } = await product.ask(
    'mutation ($flows: [ApplyFlowInput!]!) { syncFlows(flows: $flows) { entries { outcome } } }',
    { flows: flowsOf(round) },
  );
  return [...new Set<string>(syncFlows.entries.map(({ outcome }: any) => outcome))];
}

/** How far the flows are, by everything that says so: one number, unless they are torn. */
async function rounds(url: string): Promise<number[]> {
  const found = await rows(
    url,
    `select distinct r from (
       select max(number) as r from exp.flow_versions where flow = any($1) group by flow
       union all select count(*)::int from exp.heads h join exp.flow_versions v on h.key = v.flow || '@' || v.number
         and h.hash = v.release where h.kind = 'flow_version' and v.flow = any($1) group by v.flow
       union all select jsonb_array_length(state -> 'versions') from exp.applied_entries where kind = 'flow' and key = any($1)
     ) as said`,
    [keys],
  );
  return found.map(({ r }) => Number(r));
}

const points: Record<string, Point> = {
  'a version in the middle': { table: 'flow_versions', where: `new.flow = '${keys[count / 2]}'` },
  'the last head': { table: 'heads', where: `new.kind = 'flow' and new.key = '${keys.at(-1)}'` },
  'the commit': { table: 'applied_entries', where: `new.key = '${keys.at(-1)}'`, deferred: true },
};

test('a process that dies while flows are synced, or conversations go over, leaves the old state or the new one, and doing it again completes it', async () => {
  const { url } = await testDatabase();
  const root = makeProject();
  let product = await startProduct({ DATABASE_URL: url }, root);
  expect(await sync(product, 1)).toEqual(['CREATED']);

  for (const [index, point] of Object.values(points).entries()) {
    const round = index + 2;
    const held = await hold(url, point);
    const asked = sync(product, round).catch(() => undefined);
    await held.reached();
    await product.end('SIGKILL');
    await asked;
    expect(await rounds(url)).toEqual([round - 1]);
    await held.letGo();
    const [left, ...more] = await rounds(url);
    expect(more).toEqual([]);
    product = await startProduct({ DATABASE_URL: url }, root);
    expect(await sync(product, round)).toEqual([left === round ? 'UNCHANGED' : 'UPDATED']);
    expect(await rounds(url)).toEqual([round]);
  }

  const { startConversation } = await product.ask(
    `mutation { startConversation(input: { flow: "${keys[0]}@1", unit: "ana" }) { id } }`,
  );
  await rows(
    url,
    `insert into exp.conversations select (jsonb_populate_record(c, jsonb_build_object('id', 'copy-' || lpad(n::text, 4, '0')))).*
       from exp.conversations c, generate_series(1, 999) n where c.id = $1`,
    [startConversation.id],
  );
  const migrate = async () =>
    (await product.ask(`mutation { migrateConversations(flow: "${keys[0]}", from: 1, to: 2) { moved } }`))
      .migrateConversations.moved as number;
  const migrated = async () => {
    const [row] = await rows(
      url,
      `select count(*) filter (where flow_version = $2) as moved,
              count(*) filter (where flow_version <> plan #>> '{flow,reference}') as torn,
              (select count(*) from exp.events where type = 'conversation_migrated' and data ->> 'from' = $3) as events
         from exp.conversations where flow = $1`,
      [keys[0], `${keys[0]}@2`, `${keys[0]}@1`],
    );
    return { moved: Number(row!.moved), torn: Number(row!.torn), events: Number(row!.events) };
  };
  const held = await hold(url, { table: 'conversations', where: `new.id = 'copy-0450'` });
  const asked = migrate().catch(() => undefined);
  await held.reached();
  await product.end('SIGKILL');
  await asked;
  await held.letGo();
  const { moved, torn, events } = await migrated();
  expect({ torn, events }).toEqual({ torn: 0, events: moved });
  expect(moved).toBeGreaterThanOrEqual(400);
  expect(moved).toBeLessThanOrEqual(500);
  product = await startProduct({ DATABASE_URL: url }, root);
  expect(await migrate()).toBe(1_000 - moved);
  expect(await migrated()).toEqual({ moved: 1_000, torn: 0, events: 1_000 });
}, 240_000);
