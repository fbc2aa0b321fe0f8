import type { Prepared, Sql } from '@trialogue/store';
import { tell } from '../testing/story';
import { mostMessages } from './history/policy';

let story: Awaited<ReturnType<typeof tell>>;
let direct: Sql;
beforeAll(async () => {
  story = await tell({ limits: { reapEveryMs: 3_600_000 } });
  direct = story.store.sql;
});
afterAll(() => story.end());

interface Cost {
  readonly statement: string;
  /** What its plan has read and changed, in rows. */
  readonly rows: number;
  /** Rows that it took from tables. */
  readonly read: number;
  /** Pages of tables and indexes that it touched. */
  readonly pages: number;
  /** Bytes of JSON of what it answered. */
  readonly bytes: number;
  /** Tables that it read from end to end. */
  readonly scanned: readonly string[];
}

/**
 * Sends a message; each statement is first explained as it runs there, and that undone. It is run once more before that: a
 * connection that meets a function for the first time reads pages of the catalogue, too.
 */
async function costsOf(id: string, text: string): Promise<Cost[]> {
  const costs: Cost[] = [];
  const counting: Sql = async (statement, params) => {
    const sql = typeof statement === 'string' ? statement : (statement as Prepared).text;
    const explained = await explain(sql, params);
    const answer = await direct<any>(statement, params);
    costs.push({ statement: sql, ...explained, bytes: JSON.stringify(answer.rows).length });
    return answer;
  };
  Object.assign(story.store, { sql: counting });
  try {
    expect((await story.send(id, text)).data.sendMessage.status).toBe('COMPLETED');
  } finally {
    Object.assign(story.store, { sql: direct });
  }
  return costs;
}

class Undone extends Error {}

async function explain(sql: string, params: readonly unknown[] = []) {
  let plan: any;
  await story.store
    .transaction(async (within) => {
      const explaining = `explain (analyze, buffers, timing off, format json) ${sql}`;
      await within('savepoint unknown');
      await within(explaining, params);
      await within('rollback to unknown');
      const { rows } = await within(explaining, params);
      plan = rows[0]!['QUERY PLAN'][0].Plan;
      throw new Undone();
    })
    .catch((error) => {
      if (!(error instanceof Undone)) throw error;
    });
  const nodes = nodesOf(plan);
  return {
    rows: rowsOf(nodes),
    read: rowsOf(nodes.filter((node) => node['Relation Name'] !== undefined && !node.Operation)),
    pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    scanned: nodes.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? [node['Relation Name']] : [])),
  };
}

const rowsOf = (nodes: readonly any[]): number =>
  nodes.reduce(
    (sum, node) => sum + node['Actual Rows'] * node['Actual Loops'] + (node['Rows Removed by Filter'] ?? 0),
    0,
  );

const nodesOf = (node: any): any[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const sum = (costs: readonly Cost[], what: 'rows' | 'pages' | 'bytes') =>
  costs.reduce((total, cost) => total + cost[what], 0);

/** A conversation that has had so many turns, as their rows say. */
async function conversationOf(turns: number): Promise<string> {
  const id = (await story.start()).data.startConversation.id;
  const seed = [
    `insert into exp.turns (conversation, number, cause, client_message_id, fence, status, stand_in, closed, started_at, ended_at)
     select $1, n, 'USER', 'seed' || n, n, 'COMPLETED', true, true, now(), now() from generate_series(1, $2::int) n`,
    `insert into exp.messages (conversation, turn, role, text, status, created_at, tokens)
     select $1, n, role, 'Message ' || n || repeat(' of many words', 10), 'COMPLETED', now(), 30
     from generate_series(1, $2::int) n, unnest(array['USER', 'ASSISTANT']) role`,
    `insert into exp.streams (conversation, fence, n) values ($1, $2, 1)
     on conflict (conversation) do update set fence = excluded.fence`,
    `insert into exp.event_ids (unit, id)
     select unit, id || ':seed' || n from exp.conversations, generate_series(1, 10 * $2::int) n where id = $1`,
    `update exp.conversations set turn_count = $2, fence = $2, version = $2 where id = $1`,
  ];
  for (const statement of seed) await direct(statement, [id, turns]);
  return id;
}

const isHistory = ({ statement }: Cost) => statement.includes('as latest');
const apart = (costs: readonly Cost[]) => costs.filter((cost) => !isHistory(cost));

test('turn 500 makes the statements of turn 5, on as many rows and pages, and reads no more than 50 messages', async () => {
  for (let other = 0; other < 10; other++) await conversationOf(500); // so that tables are worth an index
  const young = await conversationOf(4);
  const grown = await conversationOf(3 * mostMessages);
  const old = await conversationOf(499);
  await direct('vacuum analyze');
  await costsOf(await conversationOf(1), 'Warm');

  const [fifth, full, last] = [await costsOf(young, 'Now?'), await costsOf(grown, 'Now?'), await costsOf(old, 'Now?')];
  expect(last.map(({ statement }) => statement)).toEqual(fifth.map(({ statement }) => statement));
  expect(last.length).toBeLessThanOrEqual(8);
  // Conversations are few here, and effects end with their turns; what grows with turns is never read from end to end.
  const growing = ['messages', 'turns', 'stream_entries', 'events', 'event_ids'];
  expect(last.flatMap(({ scanned }) => scanned).filter((table) => growing.includes(table))).toEqual([]);

  // But for reading the history, nothing depends on how many turns there were.
  expect(sum(apart(last), 'rows')).toBe(sum(apart(fifth), 'rows'));
  expect(sum(apart(last), 'pages') / sum(apart(fifth), 'pages')).toBeLessThan(1.2);
  expect(sum(apart(last), 'bytes') / sum(apart(fifth), 'bytes')).toBeLessThan(1.2);

  // The history grows until it is as long as one gets, and costs the same ever after.
  expect(sum(last, 'rows') / sum(full, 'rows')).toBeLessThan(1.2);
  expect(sum(last, 'pages') / sum(full, 'pages')).toBeLessThan(1.2);
  expect(sum(last, 'bytes') / sum(full, 'bytes')).toBeLessThan(1.2);
  const { read, pages } = last.find(isHistory)!;
  expect(read).toBeLessThanOrEqual(mostMessages + 2); // its last turn is read whole
  expect(pages).toBeLessThanOrEqual(mostMessages + 10);
});
