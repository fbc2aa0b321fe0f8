import { type TurnStep } from '@trialogue/flows-subgraph';
import { read, say, sendDocument, start, textOf } from './chat';
import { rows } from './database';
import { followOver, hasEnds } from './follow-over';
import { isSplit } from './processes';
import { type Product, startProduct } from './product';
import { makeReception, type Reception, receptions } from './reception';
import { until } from './until';
import { overWebSocket } from './ways';

export const factsAfter = {
  COMPLETED: ['execution_completed', 'message_sent', 'message_sent'],
  FAILED: ['execution_failed', 'message_sent'],
};
export type Ended = keyof typeof factsAfter;

const afterwards: readonly TurnStep[] = ['finished', 'terminal'];

/** Processes that are killed in a turn, and one beside them that lives on, for the tests of one file. */
export function deaths() {
  const { root, booked } = makeReception();
  let beside: Product & { databaseUrl: string };
  beforeAll(async () => {
    beside = await startProduct({}, root);
    // Services of their own share their replicas: there whoever survives must not be asked before the other has died.
    if (isSplit) await beside.end();
  });
  const survivor = () => (isSplit ? startProduct({ DATABASE_URL: beside.databaseUrl }, root) : beside);

  /** Asks in a process that is killed at that step of the turn, by itself, and without a word. */
  async function askAndDie(step: TurnStep, unit: string, given: object, text: string) {
    // Longer than a busy machine keeps the process from renewing it: the turn must get as far as the step.
    const env = { TRIALOGUE_TURN_LEASE_MS: '3000', TRIALOGUE_CRASH_AT: step };
    const dying = await startProduct({ ...env, DATABASE_URL: beside.databaseUrl }, root);
    const conversation = await start(dying, unit, given);
    const input = { conversation: conversation.id, text, clientMessageId: 'once' };
    await dying.graph(sendDocument, { input }).catch(() => undefined);
    await until(() => dying.hasEnded());
    await dying.end('SIGKILL');
    return conversation;
  }

  /** What of the first turn is in the event log, and how often its process was replaced. */
  async function factsOf(conversation: string) {
    const { databaseUrl } = beside;
    const events = await rows<{ type: string }>(
      databaseUrl,
      `select type from exp.events where data->>'conversation' = $1 and data->>'turn' = '1' order by type`,
      [conversation],
    );
    const [turn] = await rows<{ resumptions: number }>(
      databaseUrl,
      'select resumptions from exp.turns where conversation = $1 and number = 1',
      [conversation],
    );
    return { types: events.map(({ type }) => type), resumptions: turn!.resumptions };
  }

  /** Kills a process after that step of a turn, and sees that the turn ends, and nothing is lost or doubled. */
  async function survives(step: TurnStep, kind: Reception) {
    const picnic = `A picnic for ${kind} ${step}`;
    const { id, cursor } = await askAndDie(step, `kim-${kind}-${step}`, receptions[kind], picnic);
    const next = await survivor();
    const seen = await followOver(overWebSocket(next.url), id, cursor, hasEnds(1));
    const retried = await say(next, id, picnic, 'once');
    const status: Ended = retried.status;
    const { types, resumptions } = await factsOf(id);
    expect(types).toEqual(factsAfter[status]);
    expect(seen.at(-1)!.__typename).toBe(status === 'COMPLETED' ? 'MessageCompleted' : 'MessageFailed');
    if (status === 'COMPLETED') {
      const begun = seen.map(({ __typename }) => __typename).lastIndexOf('MessageStarted');
      expect(textOf(seen.slice(begun))).toBe(retried.answer.text);
      expect(resumptions).toBe(afterwards.includes(step) ? 0 : 1);
    } else {
      // Only what was shown and is recorded nowhere keeps a turn from being answered.
      expect([step, retried.failure.code]).toEqual(['executed', 'TURN_ABANDONED']);
      expect(kind).not.toBe('flow');
      expect(textOf(seen)).not.toBe('');
    }

    const cake = `And a cake for ${kind} ${step}`;
    expect((await say(next, id, cake, 'next')).status).toBe('COMPLETED');
    expect(booked().filter((wish) => wish.endsWith(`for ${kind} ${step}`))).toEqual(
      kind === 'prompt' ? [] : [picnic, cake],
    );
    const { messages, turnCount } = await read(next, id);
    expect(turnCount).toBe(2);
    const asked = messages.edges.filter(({ node }: any) => node.role === 'USER').map(({ node }: any) => node.text);
    expect(asked).toEqual([picnic, cake]);
    const later = await followOver(overWebSocket(next.url), id, cursor, hasEnds(2));
    expect(later.slice(0, seen.length)).toEqual(seen);
    expect(new Set(later.map((event) => event.cursor)).size).toBe(later.length);
  }

  return { askAndDie, survivor, factsOf, survives };
}
