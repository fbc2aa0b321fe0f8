import { type TurnStep, turnSteps } from '@trialogue/flows-subgraph';
import { read, say } from './support/chat';
import { deaths, type Ended, factsAfter } from './support/deaths';
import { followOver, isEnd } from './support/follow-over';
import { overWebSocket } from './support/ways';

const { askAndDie, survivor, factsOf, survives } = deaths();

test.each(turnSteps)(
  'kill -9 after `%s` of a turn with a flow: the turn ends, and nothing is lost or doubled',
  (step) => survives(step, 'flow'),
);

test.each<TurnStep>(['started', 'delta', 'executed'])(
  'kill -9 after `%s` of a hybrid: its turn ends, once',
  async (step) => {
    const given = { experiment: 'budget_advice', variables: { income: 900 } };
    const { id, cursor } = await askAndDie(step, `kim-${step}`, given, 'How can we save?');
    const next = await survivor();
    const seen = await followOver(overWebSocket(next.url), id, cursor, (events) => events.some(isEnd));
    const status: Ended = (await say(next, id, 'How can we save?', 'once')).status;
    // All that a hybrid says streams as it comes: when all was executed, it was shown.
    expect(status).toBe(step === 'executed' ? 'FAILED' : 'COMPLETED');
    expect(seen.at(-1)!.__typename).toBe(status === 'COMPLETED' ? 'MessageCompleted' : 'MessageFailed');
    expect((await factsOf(id)).types).toEqual(factsAfter[status]);
    expect((await read(next, id)).turnCount).toBe(1);
  },
);
