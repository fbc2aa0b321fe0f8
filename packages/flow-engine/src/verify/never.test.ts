import type { FlowDefinition } from '../definition';
import { playFlow } from '../testing/play-flow';
import { verifyFlow } from './verify-flow';

const slot = { schema: { type: 'integer', minimum: 0, maximum: 9 } } as const;
const flag = { schema: { type: 'boolean' } } as const;

/** A slot collected on one branch is corrected on another, to which a correction has led. */
const round: FlowDefinition = {
  initial: 'first',
  slots: { alpha: slot, beta: slot, gamma: slot, delta: slot, flag },
  states: {
    first: { collect: 'alpha', ask: 'Alpha?', entry: { set: { flag: null } }, next: 'pick' },
    pick: { choose: [{ when: 'slots.alpha > 5', to: 'much' }, { to: 'little' }] },
    much: { collect: 'beta', ask: 'Beta?', next: [{ when: 'has(slots.flag)', to: 'odd' }, { to: 'more' }] },
    more: { collect: 'gamma', ask: 'Gamma?', next: 'done' },
    little: { collect: 'delta', ask: 'Delta?', entry: { set: { flag: true } }, next: 'done' },
    odd: { final: 'odd' },
    done: { final: 'completed' },
  },
};

/** The corrected value is written after `exit` has cleared it. */
const cleared: FlowDefinition = {
  initial: 'start',
  slots: { alpha: slot, beta: slot },
  states: {
    start: { choose: [{ when: 'has(slots.alpha)', to: 'done' }, { to: 'first' }] },
    first: { collect: 'alpha', ask: 'Alpha?', next: [{ when: 'turns == 0', to: 'odd' }, { to: 'second' }] },
    second: { collect: 'beta', ask: 'Beta?', exit: { set: { alpha: null } }, next: 'done' },
    odd: { final: 'odd' },
    done: { final: 'completed' },
  },
};

/** A flow that ends in a state does not leave it. */
const ended: FlowDefinition = {
  initial: 'play',
  states: {
    play: {
      flow: 'sub',
      next: [{ when: 'outcome == "not_collected" && !has(result.flag)', to: 'odd' }, { to: 'done' }],
    },
    odd: { final: 'odd' },
    done: { final: 'completed' },
  },
};
const sub: FlowDefinition = {
  initial: 'first',
  slots: { alpha: slot, flag },
  states: {
    first: {
      ...{ collect: 'alpha', ask: 'Alpha?', max_tries: 1, next: 'done' },
      ...{ entry: { set: { flag: null } }, exit: { set: { flag: true } } },
    },
    done: { final: 'completed' },
  },
};

test.each<[string, FlowDefinition, string[]]>([
  ['a correction behind a correction', round, ['8', '3', 'change alpha to 1', 'change beta to 4']],
  ['a correction out of a state that clears the slot', cleared, ['8', 'change alpha to 4']],
  ['the end of a flow in a state with an `exit`', ended, ['what?']],
])('%s is possible, and nothing says never of it', (_, flow, texts) => {
  const flows = { sub: { version: 'sub@1', definition: sub } };
  expect(playFlow(flow, texts, { flows }).state.outcome).toBe('odd');
  const certain = verifyFlow(flow, { flows }).filter(({ severity }) => severity !== 'unknown');
  expect(certain).toEqual([]);
});
