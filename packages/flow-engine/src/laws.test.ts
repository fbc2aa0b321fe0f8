import { DomainError } from '@trialogue/errors';
import fc from 'fast-check';
import { compileFlow, machineFor } from './compile-flow';
import type { FlowDefinition } from './definition';
import { partProblems } from './flow-problems';
import type { FlowEvent, FlowMachine, FlowState, FlowStep, Standing } from './flow-state';
import { exampleFlows } from './testing/example-flows';
import { anyFlow, type RandomFlow } from './testing/random-flow';

const surroundings = { variables: { name: 'Ana', x: 'x' }, attributes: { plan: 'pro' } };

/** What may happen next; it becomes an event by what the conversation waits for. */
interface Chance {
  readonly what: 'text' | 'result' | 'failure' | 'event' | 'back' | 'timer';
  readonly text: string;
  /** Which of the timers, of the results: of the call that is waited for, or another. */
  readonly which: number;
  readonly passed: number;
}

const helpful = '4|vegetarian|60|NW-123456|ana@example.com|yes|no|thanks|no, I meant 5|{"n":3}|{"n":"x"}|said'.split(
  '|',
);
const chances: fc.Arbitrary<Chance> = fc.record({
  what: fc.constantFrom('text', 'text', 'text', 'result', 'result', 'failure', 'event', 'back', 'timer', 'timer'),
  text: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...helpful) }, fc.string({ unit: 'binary', maxLength: 80 })),
  which: fc.integer({ min: 0, max: 3 }),
  passed: fc.constantFrom(0, 1, 999, 30_000, 600_000, 90_000_000),
});
const manyChances = fc.array(chances, { maxLength: 25 });

function eventOf(
  machine: FlowMachine,
  state: FlowState,
  { what, text, which, passed }: Chance,
  now: number,
): FlowEvent {
  const at = now + passed;
  const effect = (state.effect ?? 1) + (which === 3 ? 1 : 0);
  switch (what) {
    case 'text':
      if (machine.waitsFor(state).includes('user')) return { type: 'USER', text, at };
      if (machine.waitsFor(state).includes('answer')) return { type: 'ANSWERED', text, at };
      return { type: 'EVENT', name: 'paid', data: { n: which }, at };
    case 'result':
      return { type: 'CALLED', effect, result: [{ n: which }, null, text, { n: 'x' }][which]!, at };
    case 'failure':
      return { type: 'CALL_FAILED', effect, code: 'X', message: text, at };
    case 'event':
      return { type: 'EVENT', name: which === 3 ? 'other' : 'paid', data: { n: which }, at };
    case 'back':
      return { type: 'HANDED_BACK', data: { n: which }, at };
    case 'timer': {
      const timers = Object.entries(state.due ?? { 'after.PT1S': 0 });
      const [timer, due] = timers[which % timers.length]!;
      return { type: 'TIMER', timer, at: which === 3 ? at : Math.max(at, due) };
    }
  }
}

interface Told {
  readonly before: FlowState;
  readonly event: FlowEvent;
  readonly step: FlowStep;
}

/** All steps of a conversation. A text that cannot be said is the only thing that may stop one, and leaves it where it was. */
function converse(machine: FlowMachine, happens: readonly Chance[], keep = (state: FlowState) => state): Told[] {
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

const overJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

/** What holds of every step of every conversation. */
function judgeStep({ before, event, step }: Told, machine: FlowMachine, largest: number): void {
  const { state, actions } = step;
  expect(overJson(step)).toEqual(step);
  expect(JSON.stringify(state).length).toBeLessThan(largest);
  expect(actions.filter(({ type }) => type === 'END').length).toBe(
    before.outcome === undefined && state.outcome !== undefined ? 1 : 0,
  );
  const asking = actions.filter(({ type }) => type === 'EXECUTE' || type === 'CALL');
  expect(asking.length).toBe(asking.at(-1) !== undefined && asking[0] === actions.at(-1) ? 1 : 0);
  const [asked] = asking;
  expect(state.effects ?? 0).toBe((before.effects ?? 0) + (asked?.type === 'CALL' ? 1 : 0));
  if (asked?.type === 'CALL') expect([asked.effect, machine.waitsFor(state)[0]]).toEqual([state.effect, 'call']);
  if (asked?.type === 'EXECUTE') expect(machine.waitsFor(state)[0]).toBe('answer');
  expect(machine.waitsFor(state).length > 0).toBe(state.outcome === undefined);
  const due = machine.nextDue(state);
  expect(due !== undefined).toBe(machine.waitsFor(state).includes('timer'));
  if (actions.length > 0 && due !== undefined && event.type !== 'TIMER') expect(due).toBeGreaterThan(0);
  expect(state.callers?.length ?? 0).toBeLessThanOrEqual(2);
}

/** What comes late, early or twice changes nothing. */
function judgeStale(machine: FlowMachine, state: FlowState, at: number): void {
  const stale: FlowEvent[] = [
    ...Object.entries(state.due ?? {}).map(([timer, due]) => ({ type: 'TIMER', timer, at: due - 1 }) as const),
    { type: 'TIMER', timer: 'after.PT7S', at: Number.MAX_SAFE_INTEGER },
    { type: 'TIMER', timer: '__proto__', at: Number.MAX_SAFE_INTEGER },
    { type: 'CALLED', effect: (state.effect ?? 0) - 1, result: { n: 1 }, at },
    { type: 'CALL_FAILED', effect: (state.effect ?? 0) + 1, code: 'X', message: '', at },
    { type: 'EVENT', name: 'toString', data: {}, at },
    ...(machine.waitsFor(state).includes('agent') ? [] : [{ type: 'HANDED_BACK', data: { n: 1 }, at } as const]),
  ];
  for (const event of stale) expect(machine.transition(state, event, surroundings)).toEqual({ state, actions: [] });
  for (const type of ['USER', 'ANSWERED'] as const)
    if (!machine.waitsFor(state).includes(type === 'USER' ? 'user' : 'answer'))
      expect(() => machine.transition(state, { type, text: '4', at }, surroundings)).toThrow(/ waits for .*, not /);
}

function definitionsOf({ definition, flows }: RandomFlow): Map<string | undefined, FlowDefinition> {
  const { sub, 'other@2': other } = flows;
  return new Map([
    [undefined, definition],
    ['sub@1', sub!.definition],
    ['other@2', other!.definition],
    ['deep@7', sub!.flows!.deep!.definition],
  ]);
}

describe('random flows of every kind, random events', () => {
  const all = fc.tuple(anyFlow, fc.array(manyChances, { minLength: 5, maxLength: 5 }));
  const runs = { numRuns: 60 };

  test('no step fails, goes where nothing is declared, or grows; what is stale changes nothing', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(all, ([flow, conversations]) => {
        expect(partProblems(flow.definition, flow.flows)).toEqual([]);
        const machine = machineFor(flow.definition, flow.flows);
        const definitions = definitionsOf(flow);
        const isDeclared = ({ flow: version, state }: Pick<Standing, 'flow' | 'state'>) =>
          Object.hasOwn(definitions.get(version)?.states ?? {}, state);
        for (const told of conversations.flatMap((happens) => converse(machine, happens))) {
          const { state, actions } = told.step;
          judgeStep(told, machine, 1_024);
          for (const one of [state, ...(state.callers ?? [])]) expect(isDeclared(one)).toBe(true);
          for (const action of actions) {
            kinds.add(action.type);
            if (action.type === 'ENTER') expect(isDeclared(action)).toBe(true);
          }
          judgeStale(machine, state, told.event.at);
        }
      }),
      runs,
    );
    const every = ['CALL', 'COLLECT', 'END', 'ENTER', 'EXECUTE', 'HANDOFF', 'RETURN', 'SAY', 'SET'];
    expect([...kinds].sort()).toEqual(every);
  });

  test('the same happens again to another machine, to a state that was JSON, and to one that cannot be changed', () =>
    fc.assert(
      fc.property(all, ([{ definition, flows }, conversations]) => {
        const machine = machineFor(definition, flows);
        const other = machineFor(overJson(definition), overJson(flows));
        for (const happens of conversations) {
          const told = converse(machine, happens);
          expect(converse(other, happens, overJson)).toEqual(told);
          expect(converse(other, frozen(happens), frozen)).toEqual(told);
        }
      }),
      runs,
    ));

  test('the history of events gives the same state', () =>
    fc.assert(
      fc.property(all, ([{ definition, flows }, conversations]) => {
        const machine = machineFor(definition, flows);
        for (const told of conversations.map((happens) => converse(machine, happens))) {
          if (told.length === 0) continue;
          const again = told.reduce(
            (state, { event }) => machine.transition(state, event, surroundings).state,
            machine.start(surroundings, { at: 1_000 }).state,
          );
          expect(again).toEqual(told.at(-1)!.step.state);
        }
      }),
      runs,
    ));
});

describe.each(Object.entries(exampleFlows))('%s', (_, definition) => {
  test('no text makes it fail, and the state stays small and plain', () => {
    const machine = compileFlow(definition);
    fc.assert(
      fc.property(manyChances, (happens) => {
        for (const told of converse(machine, happens)) judgeStep(told, machine, 2_048);
      }),
    );
  });
});
