import type { EventInput, Sql } from '@trialogue/store';
import { silent, until } from '@trialogue/store/testing';
import fc from 'fast-check';
import { openTestAnalytics, type TestAnalytics } from './testing/open-test-analytics';
import { TotalsConsumer } from './totals.consumer';
import { variantTotals } from './variant-totals';
import { countByVariant } from './variant-totals.count';
import type { VariantTotals } from './variant-totals.entity';

let test$: TestAnalytics;
beforeAll(async () => {
  test$ = await openTestAnalytics();
});
afterAll(() => test$.close());

const at = '2026-01-01T00:00:00Z';

async function totals(): Promise<VariantTotals[]> {
  const { rows } = await test$.store.sql(
    `select experiment, variant, stand_in as "standIn", exposures::int, completions::int, failures::int, fallbacks::int
     from exp.variant_totals`,
  );
  return sorted(rows);
}

/** Totals, then latencies, of prompts. */
async function promptRows(): Promise<object[][]> {
  const totals = await test$.store.sql('select * from exp.prompt_totals order by prompt_version, stand_in, model');
  const latencies = await test$.store.sql(
    'select * from exp.prompt_latencies order by prompt_version, stand_in, bucket',
  );
  return [totals.rows, latencies.rows];
}

const sorted = (rows: Record<string, any>[]) =>
  rows.map((row) => row as VariantTotals).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
const keyOf = ({ experiment, variant, standIn }: VariantTotals) => JSON.stringify([experiment, variant, standIn]);

/** One transaction of a writer: some events, some time in which it stays open, and whether it commits. */
const write = fc.record({
  events: fc.array(
    fc.record({
      unit: fc.constantFrom('u1', 'u2', 'u3', 'u4'),
      id: fc.nat(60).map((n) => `e${n}`),
      type: fc.constantFrom('execution_completed', 'execution_failed', 'exposure', 'message_sent'),
      variant: fc.constantFrom('a', 'b'),
      standIn: fc.boolean(),
      fallbackVariant: fc.constantFrom(undefined, 'b'),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  stallMs: fc.nat(8),
  commits: fc.boolean(),
});
const writers = fc.array(fc.array(write, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 5 });

test('step by step equals recomputed equals counted by hand, however writers interleave', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(writers, async (all) => {
      const experiment = `run_${run++}`;
      const accepted = new Map<string, EventInput>();
      const writing = Promise.all(all.map((writes) => writeAll(experiment, writes, accepted)));
      await countWhile(writing);
      await test$.counted();
      const [stepByStep, prompts] = [await totals(), await promptRows()];
      const ofThisRun = stepByStep.filter((total) => total.experiment === experiment);
      expect(ofThisRun).toEqual(sorted(countByVariant([...accepted.values()].map(asStored))));
      await test$.analytics.recompute();
      await test$.counted();
      expect(await totals()).toEqual(stepByStep);
      expect(await promptRows()).toEqual(prompts);
      const sumOf = (rows: readonly any[], of: string) => rows.reduce((sum, row) => sum + Number(row[of]), 0);
      for (const kind of ['completions', 'failures']) expect(sumOf(prompts[0]!, kind)).toBe(sumOf(stepByStep, kind));
      expect(sumOf(prompts[1]!, 'executions')).toBe(sumOf(stepByStep, 'completions'));
    }),
    { numRuns: 12 },
  );
});

/** Counts without a pause, in as many small batches as the writers leave room for. */
async function countWhile(writing: Promise<unknown>): Promise<void> {
  const consumer = new TotalsConsumer(variantTotals, test$.store, silent, () => new Date());
  let over = false;
  const end = writing.finally(() => {
    over = true;
  });
  while (!over) await consumer.catchUp();
  await end;
}

const asStored = ({ type, data = {} }: EventInput) => ({ type, data });

type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

/** Notes what the log has accepted, by its answer to the writer that committed it. */
async function writeAll(experiment: string, writes: readonly Write[], accepted: Map<string, EventInput>) {
  for (const { events, stallMs, commits } of writes) {
    const inputs = events.map(({ unit, id, type, variant, standIn, fallbackVariant }) => ({
      ...{ unit: `${experiment}:${unit}`, id, type, at },
      data: {
        ...{ experiment, variant, standIn, promptVersion: `${variant}@1`, latencyMs: id.length * 100 },
        ...(fallbackVariant && { fallbackVariant }),
      },
    }));
    await test$.store
      .transaction(async (sql) => {
        await test$.store.events.append(sql, inputs);
        await sql('select pg_sleep($1)', [stallMs / 1_000]);
        if (!commits) throw new RolledBack();
      })
      .catch((error) => {
        if (!(error instanceof RolledBack)) throw error;
      });
  }
  // Which of two events with one id came first is the log's to say; the totals have to agree with the log.
  for (const event of await logOf(test$.store.sql, experiment)) accepted.set(`${event.unit} ${event.id}`, event);
}

class RolledBack extends Error {}

async function logOf(sql: Sql, experiment: string): Promise<EventInput[]> {
  const { rows } = await sql<EventInput>(
    `select unit, id, type, at::text, data from exp.events where data->>'experiment' = $1`,
    [experiment],
  );
  return rows;
}

test('several processes that count at once count each event once', async () => {
  const { store } = test$;
  const others = [0, 1, 2].map(() => new TotalsConsumer(variantTotals, store, silent, () => new Date()));
  await Promise.all(others.map((other) => other.start()));
  const data = { experiment: 'shared', variant: 'a', standIn: false };
  for (let part = 0; part < 20; part++) {
    const events = Array.from({ length: 50 }, (_, n) => ({
      ...{ unit: `u${n}`, id: `p${part}`, type: 'execution_completed', at, data },
    }));
    await store.events.append(store.sql, events);
  }
  await test$.counted();
  await Promise.all(others.map((other) => other.stop()));
  expect((await totals()).find(({ experiment }) => experiment === 'shared')?.completions).toBe(1_000);
});

test('more than one batch is counted in one go', async () => {
  const { store } = test$;
  const data = { experiment: 'many', variant: 'a', standIn: false };
  for (let part = 0; part < 5; part++) {
    const events = Array.from({ length: 1_000 }, (_, n) => ({
      unit: `u${n}`,
      id: `m${part}`,
      type: 'exposure',
      at,
      data,
    }));
    await store.events.append(store.sql, events);
  }
  await test$.analytics.recompute();
  await test$.counted();
  expect((await totals()).find(({ experiment }) => experiment === 'many')?.exposures).toBe(5_000);
});

test('counting goes on after an error, and ends with stop', async () => {
  const { store } = test$;
  const { sql } = store;
  const data = { experiment: 'broken', variant: 'a', standIn: false };
  const completed = (id: string) => ({ unit: 'u', id, type: 'execution_completed', at, data });
  const warnings: object[] = [];
  const logger = { ...silent, warn: (fields: object) => void warnings.push(fields) };
  const consumer = new TotalsConsumer(variantTotals, store, logger, () => new Date());
  await sql('alter table exp.variant_totals rename to variant_totals_away');
  await consumer.start();
  await store.events.append(sql, [completed('during')]);
  await until(() => warnings.length > 0);
  await sql('alter table exp.variant_totals_away rename to variant_totals');
  await store.events.append(sql, [completed('after')]);
  await test$.counted();
  expect((await totals()).find(({ experiment }) => experiment === 'broken')?.completions).toBe(2);

  await consumer.stop();
  const end = consumer.completeUntil;
  await store.events.append(sql, [completed('later')]);
  await test$.counted();
  expect(consumer.completeUntil).toBe(end);
});

test('after a restore into another cluster everything is counted again, once, by whoever notices', async () => {
  const { store } = test$;
  const data = { experiment: 'restored', variant: 'a', standIn: false };
  const events = ['r1', 'r2', 'r3'].map((id) => ({ unit: 'u', id, type: 'execution_completed', at, data }));
  await store.events.append(store.sql, events);
  await test$.counted();
  const before = await totals();
  const warnings: string[] = [];
  const logger = { ...silent, warn: (_: object, text: string) => void warnings.push(text) };
  const others = [0, 1].map(() => new TotalsConsumer(variantTotals, store, logger, () => new Date()));
  await store.sql(`update exp.consumers set cluster = 'elsewhere', xid = '9000000000000000000'`);
  await Promise.all(others.map((other) => other.catchUp()));
  await test$.counted();
  expect(await totals()).toEqual(before);
  await until(async () => {
    const { rows } = await store.sql(`select name from exp.consumers where cluster = 'elsewhere'`);
    return rows.length === 0; // the prompts' reader finds out by itself
  });
  expect(warnings.every((text) => text === 'All events are counted again.')).toBe(true);
});

test('a reader behind says so: what it has not counted is older than its moment', async () => {
  const { store } = test$;
  const consumer = new TotalsConsumer(variantTotals, store, silent, () => new Date());
  await store.transaction(async (sql) => {
    await sql('select pg_current_xact_id()'); // an open writer holds the readers up
    await store.events.append(store.sql, [{ unit: 'held', id: 'held', type: 'purchase', at }]);
    const appended = Date.now();
    await consumer.catchUp();
    expect(consumer.completeUntil).toBeLessThanOrEqual(appended + 1); // both are whole milliseconds
    await sql('select pg_sleep(0.1)');
    await consumer.catchUp();
    expect(Date.now() - consumer.completeUntil).toBeGreaterThan(80);
  });
});
