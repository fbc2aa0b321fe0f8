import fc from 'fast-check';
import { compileFlow, machineFor } from './compile-flow';
import type { FlowDefinition } from './definition';
import { partProblems } from './flow-problems';
import type { FlowEvent, FlowMachine, FlowState, Standing } from './flow-state';
import { converse, manyChances, surroundings, type Told } from './testing/converse';
import { exampleFlows } from './testing/example-flows';
import { anyFlow, type RandomFlow } from './testing/random-flow';

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
  const all = fc.tuple(anyFlow, fc.array(manyChances, { minLength: 4, maxLength: 4 }));
  const runs = { numRuns: 40 };

  test('do everything that there is to do', () => {
    const done = fc.sample(all, { seed: 1, numRuns: 40 }).flatMap(([{ definition, flows }, conversations]) => {
      const machine = machineFor(definition, flows);
      return conversations.flatMap((happens) => converse(machine, happens).flatMap(({ step }) => step.actions));
    });
    const every = ['CALL', 'COLLECT', 'END', 'ENTER', 'EXECUTE', 'HANDOFF', 'RETURN', 'SAY', 'SET'];
    expect([...new Set(done.map(({ type }) => type))].sort()).toEqual(every);
  });

  test('no step fails, goes where nothing is declared, or grows; what is stale changes nothing', () =>
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
          for (const action of actions) if (action.type === 'ENTER') expect(isDeclared(action)).toBe(true);
          judgeStale(machine, state, told.event.at);
        }
      }),
      runs,
    ));

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
