import { terminal } from '@trialogue/store';
import { until } from '@trialogue/store/testing';
import { deeds } from '../testing/shop';
import { tell } from '../testing/story';
import type { TurnStep } from './turn-steps';

/** Numbers that are small enough for every run of the tests, and large enough that each kind of accident happens. */
const conversations = 6;
const workersPerConversation = 2;
const messagesPerWorker = 6;
const killed = 0.05;
const stalled = 0.03;
const leaseMs = 150;

class Kill extends Error {}

const accidents = { kills: 0, stalls: 0 };

/** At any step the process dies, or is silent for longer than its lease. */
async function accident(step: TurnStep): Promise<void> {
  const chance = Math.random();
  if (chance < killed) {
    accidents.kills += 1;
    throw new Kill(step);
  }
  if (chance < killed + stalled) {
    accidents.stalls += 1;
    await new Promise((resolve) => setTimeout(resolve, 2 * leaseMs));
  }
}

test('under kills and stalls every accepted message has one turn, and every turn one end, everywhere', async () => {
  const limits = { leaseMs, reapEveryMs: 15, deltaMs: 1, repeatMs: 200 };
  const story = await tell({ checkpoint: accident, limits });
  const processes = [story, await story.another()];
  const ids = await Promise.all(
    Array.from({ length: conversations }, (_, index) =>
      story.startWith(index % 3 ? 'reserve' : 'book', index % 2 ? 'talks' : 'meals'),
    ),
  );

  let sent = 0;
  async function work(conversation: string, worker: number): Promise<void> {
    for (let message = 0; message < messagesPerWorker; message += 1) {
      await until(async () => {
        const { send } = processes[Math.floor(Math.random() * processes.length)]!;
        const { data } = await send(conversation, `Table ${worker} ${message}`, `${worker}-${message}`);
        return ['COMPLETED', 'FAILED'].includes(data?.sendMessage.status);
      }, 60_000);
      sent += 1;
    }
  }
  const workers = ids.flatMap((id) => Array.from({ length: workersPerConversation }, (_, worker) => work(id, worker)));
  await Promise.all(workers);
  const { sql } = story.store;
  await until(async () => (await sql(`select from exp.turns where status = 'RUNNING' or not closed`)).rowCount === 0);

  const { rows: turns } = await sql(
    'select conversation, number, fence, status, client_message_id, resumptions from exp.turns',
  );
  expect(turns).toHaveLength(sent);
  for (const { conversation, number, fence, status, resumptions } of turns as any[]) {
    const { rows: entries } = await sql(
      'select n, entry::json as entry from exp.stream_entries where conversation = $1 and fence = $2 order by n',
      [conversation, fence],
    );
    const expected = [...entries.slice(0, -1).map((_, index) => index + 1), terminal];
    expect(entries.map(({ n }) => n)).toEqual(expected);
    expect(entries.at(-1)!.entry.type).toBe(status === 'COMPLETED' ? 'message_completed' : 'message_failed');
    for (let attempt = fence - resumptions; attempt < fence; attempt += 1) {
      const { rows: before } = await sql(
        'select n, entry::json as entry from exp.stream_entries where conversation = $1 and fence = $2 order by n',
        [conversation, attempt],
      );
      // Who resumes it may die, too, before it has said in the stream that the attempt before is over.
      const ends = before.filter(({ entry }) => /completed|failed|ended/.test(entry.type));
      expect([[], [[terminal, 'turn_ended']]]).toContainEqual(ends.map(({ n, entry }) => [n, entry.type]));
    }
    const { rows: ends } = await sql(
      `select type from exp.events where type like 'execution_%'
       and data->>'conversation' = $1 and (data->>'turn')::int = $2`,
      [conversation, number],
    );
    expect(ends).toEqual([{ type: status === 'COMPLETED' ? 'execution_completed' : 'execution_failed' }]);
  }
  for (const [index, id] of ids.entries()) {
    const completed = turns.filter(({ conversation, status }) => conversation === id && status === 'COMPLETED').length;
    const { state, slots } = await story.read(id);
    const stood = completed % 2 ? 'there' : 'here'; // each answer leads to the other
    expect({ state, slots }).toEqual({ state: index % 2 ? stood : null, slots: {} });
  }
  const { rows } = await sql(`select
    (select count(*)::int from exp.messages where role = 'USER') as questions,
    (select count(*)::int from exp.messages where role = 'ASSISTANT') as answers,
    (select count(*)::int from exp.turns where status = 'COMPLETED') as completed,
    (select count(*)::int from exp.events where type = 'message_sent') as said,
    (select count(*)::int from exp.conversations where lease_until is not null) as leased`);
  const openings = Math.floor(conversations / 2); // said by the flow, before any turn
  const { questions, answers, completed, said, leased } = rows[0]!;
  expect({ questions, answers, said, leased }).toEqual({
    questions: sent,
    answers: completed + openings,
    said: sent + completed + openings,
    leased: 0,
  });
  expect(turns.some(({ status, resumptions }: any) => status === 'COMPLETED' && resumptions > 0)).toBe(true);
  // What may be repeated is, when who had begun it was only silent.
  const performed = deeds().flatMap(({ did, id }) => (did === 'book' ? [id] : []));
  expect(performed.length).toBeGreaterThan(0);
  expect(new Set(performed).size).toBe(performed.length);
  expect(accidents.kills).toBeGreaterThan(0);
  expect(accidents.stalls).toBeGreaterThan(0);
  await story.end();
}, 120_000);
