import { DomainError } from '@trialogue/errors';
import fc from 'fast-check';
import type { Awaited, FlowEvent, FlowMachine, FlowState, FlowStep } from '../flow-state';

export const surroundings = { variables: { name: 'Ana', x: 'x' }, attributes: { plan: 'pro' } };

/** What may happen next; it becomes an event by what the conversation waits for. */
export interface Chance {
  readonly what: Awaited | 'failure' | 'apt';
  readonly text: string;
  /** Which of the timers, of the results: of the call that is waited for, or another. */
  readonly which: number;
  readonly passed: number;
}

const helpful = '4|vegetarian|60|NW-123456|ana@example.com|yes|no|thanks|no, I meant 5|{"n":3}|{"n":"x"}|said'.split(
  '|',
);
const chances: fc.Arbitrary<Chance> = fc.record({
  what: fc.constantFrom('apt', 'apt', 'apt', 'apt', 'apt', 'user', 'call', 'failure', 'event', 'agent', 'timer'),
  text: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...helpful) }, fc.string({ unit: 'binary', maxLength: 80 })),
  which: fc.integer({ min: 0, max: 3 }),
  passed: fc.constantFrom(0, 1, 999, 30_000, 600_000, 90_000_000),
});
export const manyChances = fc.array(chances, { maxLength: 25 });

function eventOf(
  machine: FlowMachine,
  state: FlowState,
  { what, text, which, passed }: Chance,
  now: number,
): FlowEvent {
  const at = now + passed;
  const effect = (state.effect ?? 1) + (which === 3 && what !== 'apt' ? 1 : 0);
  const waitsFor = machine.waitsFor(state);
  switch (what === 'apt' ? waitsFor[which % waitsFor.length] : what) {
    case 'user':
    case 'answer':
      if (waitsFor.includes('answer')) return { type: 'ANSWERED', text, at };
      if (waitsFor.includes('user')) return { type: 'USER', text, at };
      return { type: 'EVENT', name: 'paid', data: { n: which }, at };
    case 'call':
      return { type: 'CALLED', effect, result: [{ n: which }, null, text, { n: 'x' }][which]!, at };
    case 'failure':
      return { type: 'CALL_FAILED', effect, code: 'X', message: text, at };
    case 'event':
      return { type: 'EVENT', name: which === 3 ? 'other' : 'paid', data: { n: which }, at };
    case 'agent':
      return { type: 'HANDED_BACK', data: { n: which }, at };
    default: {
      const timers = Object.entries(state.due ?? { 'after.PT1S': 0 });
      const [timer, due] = timers[which % timers.length]!;
      return { type: 'TIMER', timer, at: which === 3 && what !== 'apt' ? at : Math.max(at, due) };
    }
  }
}

export interface Told {
  readonly before: FlowState;
  readonly event: FlowEvent;
  readonly step: FlowStep;
}

/** All steps of a conversation. A text that cannot be said is the only thing that may stop one, and leaves it where it was. */
export function converse(machine: FlowMachine, happens: readonly Chance[], keep = (state: FlowState) => state): Told[] {
  const told: Told[] = [];
  const first = said(() => machine.start(surroundings, { at: 1_000 }));
  let state = first?.state;
  for (const chance of happens) {
    if (state === undefined) break;
    const before = keep(state);
    const event = eventOf(machine, before, chance, told.at(-1)?.event.at ?? 1_000);
    const step = said(() => machine.transition(before, event, surroundings));
    if (step === undefined) continue;
    told.push({ before, event, step });
    state = step.state;
  }
  return told;
}

function said(act: () => FlowStep): FlowStep | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FLOW_TEXT_FAILED') return undefined;
    throw error;
  }
}
