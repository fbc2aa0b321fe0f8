import fc from 'fast-check';
import { compileFlow } from './compile-flow';
import type { FlowMachine, FlowState, FlowStep } from './flow-state';
import { exampleFlows } from './testing/example-flows';

const surroundings = { variables: { name: 'Ana' }, attributes: { plan: 'pro' } };
const helpful = [
  '4',
  'vegetarian',
  '60',
  'NW-123456',
  'ana@example.com',
  '2',
  'It came broken in two.',
  'yes',
  'no',
  'thanks',
];
const texts = fc.array(fc.oneof(fc.constantFrom(...helpful), fc.string({ unit: 'binary', maxLength: 80 })), {
  maxLength: 25,
});
const machines = Object.entries(exampleFlows).map(([file, flow]) => [file, compileFlow(flow)] as const);

/** A user's turn, with whatever the strategy answers. */
function turn(machine: FlowMachine, state: FlowState, text: string): FlowStep[] {
  const step = machine.transition(state, { type: 'USER', text, at: 0 }, surroundings);
  if (step.actions.at(-1)?.type !== 'EXECUTE') return [step];
  return [step, machine.transition(step.state, { type: 'ANSWERED', text: `Answer to ${text}`, at: 0 }, surroundings)];
}

/** All steps of a conversation; `keep` is what happens to the state between two turns. */
function converse(machine: FlowMachine, said: readonly string[], keep: (state: FlowState) => FlowState): FlowStep[] {
  const steps = [machine.start(surroundings, { at: 0 })];
  for (const text of said) {
    const { state } = steps.at(-1)!;
    if (state.outcome === undefined) steps.push(...turn(machine, keep(state), text));
  }
  return steps;
}

describe.each(machines)('%s', (_, machine) => {
  test('no text makes it fail, and the state stays small and plain', () =>
    fc.assert(
      fc.property(texts, (said) => {
        for (const { state, actions } of converse(machine, said, (state) => state)) {
          expect(JSON.parse(JSON.stringify({ state, actions }))).toEqual({ state, actions });
          expect(JSON.stringify(state).length).toBeLessThan(2048);
          expect(actions.filter(({ type }) => type === 'EXECUTE').length).toBe(
            actions.at(-1)?.type === 'EXECUTE' ? 1 : 0,
          );
          expect(actions.some(({ type }) => type === 'END')).toBe(state.outcome !== undefined);
        }
      }),
    ));

  test('the same is said again, also by another machine, and after a trip through JSON', () => {
    const other = compileFlow(exampleFlows[_]!);
    fc.assert(
      fc.property(texts, (said) => {
        const steps = converse(machine, said, (state) => state);
        expect(converse(other, said, (state) => JSON.parse(JSON.stringify(state)))).toEqual(steps);
      }),
    );
  });

  test('nothing that is given is changed', () =>
    fc.assert(
      fc.property(texts, (said) => {
        converse(machine, said, (state) => Object.freeze({ ...state, slots: Object.freeze({ ...state.slots }) }));
      }),
    ));
});
