import { type AnyStateMachine, assign, setup } from 'xstate';
import type { FlowDefinition, Next, SayState, StateDefinition } from '../definition';
import type { FlowEvent } from '../flow-state';
import { expressionsOf, type GuardScope } from '../guard';
import { transitionsOf } from '../routes';
import type { Behaviour, Building } from './behaviour';
import { collectBehaviour } from './collect';
import { readCorrections, rulesIn } from './correct';
import { promptBehaviour } from './prompt';
import { finalBehaviour, sayBehaviour } from './say';
import type { Step } from './step';

/** Told where a state chooses among its `next`, first without an index, and then which transition is taken. */
export type Watch = (state: string, index: number | undefined, scope: GuardScope) => void;

/** The state before the first; its name cannot be that of a state. */
export const before = '$before';

/** The event that leads to a state from wherever the flow stands. */
export const goTo = (state: string) => `GO ${state}`;

interface Args {
  readonly context: { readonly step: Step };
  readonly event: FlowEvent;
}

/** Done by XState where its semantics say so. An assignment, for XState looks for a way on only after a change. */
const act = (work: (step: Step, event: any) => void) =>
  assign(({ context, event }: Args) => {
    work(context.step, event);
    return {};
  });

/** The state machine of a flow that has no problems: pure, for every guard and action works on the step alone. */
export function machineOf(flow: FlowDefinition, watch: Watch = () => {}): AnyStateMachine {
  const expressions = expressionsOf(flow.slots ?? {});
  const rules = rulesIn(flow, expressions);
  const building: Building = { flow, expressions, rules, correctionIn: readCorrections(flow, rules) };
  const states = Object.entries(flow.states).map(([name, state]) => {
    const behaviour = behaviourOf(name, state, building);
    return [name, stateNode(name, state, behaviour, building, watch)] as const;
  });
  const machine: object = {
    initial: before,
    states: { [before]: {}, ...Object.fromEntries(states) },
    on: Object.fromEntries(states.map(([name]) => [goTo(name), { target: `.${name}`, reenter: true }])),
  };
  return setup({}).createMachine(machine as any);
}

function behaviourOf(name: string, state: StateDefinition, building: Building): Behaviour {
  if ('final' in state) return finalBehaviour(name, state, building);
  if ('collect' in state) return collectBehaviour(name, state, building);
  if ('prompt' in state) return promptBehaviour(name, state, building);
  return sayBehaviour(name, state as SayState, building);
}

/** What XState knows of a state. */
function stateNode(
  name: string,
  state: StateDefinition,
  { enter, hears = {}, next, failed }: Behaviour,
  building: Building,
  watch: Watch,
): object {
  const entry = act((step) => {
    step.arrive();
    enter(step);
  });
  if ('final' in state) return { type: 'final', entry };
  const on = Object.entries(hears).map(([type, work]) => [type, { actions: act(work as Parameters<typeof act>[0]) }]);
  return {
    entry,
    on: Object.fromEntries(on),
    always: [
      {
        guard: ({ context: { step } }: Args) => step.isGoing && step.isStuck,
        actions: act((step) => step.end('stuck')),
      },
      ...(failed === undefined ? [] : [{ guard: going('failed'), target: failed, reenter: true }]),
      ...(next === undefined ? [] : routes(name, next, building, watch)),
    ],
  };
}

const going =
  (way: Step['way']) =>
  ({ context: { step } }: Args): boolean =>
    step.way === way && step.ended === undefined;

function routes(name: string, next: Next, { expressions }: Building, watch: Watch): object[] {
  const isNext = going('next');
  return transitionsOf(next).map(({ when, to }, index) => {
    const holds = when === undefined ? () => true : expressions.guard(when);
    const guard = (args: Args) => {
      if (!isNext(args)) return false;
      const scope = args.context.step.scope();
      if (index === 0) watch(name, undefined, scope);
      if (!holds(scope)) return false;
      watch(name, index, scope);
      return true;
    };
    return { guard, target: to, reenter: true };
  });
}
