import { durationMs } from '@trialogue/variant-config';
import { type AnyStateMachine, assign, setup } from 'xstate';
import type { FlowDefinition, StateDefinition } from '../definition';
import type { FlowEvent } from '../flow-state';
import { expressionsOf, type GuardScope } from '../guard';
import { kindOf, transitionsOf } from '../routes';
import { assignmentOf } from './assignments';
import { awaitBehaviour, handoffBehaviour } from './await';
import type { Behaviour, BehaviourOf } from './behaviour';
import type { Building } from './building';
import { callBehaviour } from './call';
import { collectBehaviour } from './collect';
import { readCorrections, rulesIn } from './correct';
import { interruptionsOf } from './interrupt';
import { promptBehaviour } from './prompt';
import { chooseBehaviour, finalBehaviour, sayBehaviour } from './say';
import type { Step } from './step';
import { linkBehaviour, subflowBehaviour } from './subflow';

/** Told where a state chooses among its transitions, first without an index, and then which is taken. */
export type Watch = (state: string, index: number | undefined, scope: GuardScope) => void;

/** The state before the first; its name cannot be that of a state. */
export const before = '$before';

/** The event that leads to a state from wherever the flow stands. */
export const goTo = (state: string) => ({ type: `GO ${state}` });
/** A state has come to a way out: XState, to which the event itself says nothing, looks which one holds. */
export const decided = { type: 'DECIDED' };

const kinds = {
  say: sayBehaviour,
  choose: chooseBehaviour,
  collect: collectBehaviour,
  prompt: promptBehaviour,
  call: callBehaviour,
  await: awaitBehaviour,
  handoff: handoffBehaviour,
  flow: subflowBehaviour,
  link: linkBehaviour,
  final: finalBehaviour,
};

interface Args {
  readonly context: { readonly step: Step };
  readonly event: FlowEvent;
}

/** Done by XState where its semantics say so. An assignment, for XState looks for a way on only after a change. */
const act = (work: (step: Step) => void) =>
  assign(({ context }: Args) => {
    work(context.step);
    return {};
  });

export interface BuiltFlow {
  /** Which state follows which, what is done on entering and leaving, and when: pure, for it works on the step alone. */
  readonly machine: AnyStateMachine;
  /** What each state does when something happens in it. */
  readonly behaviours: ReadonlyMap<string, Behaviour>;
}

/** The state machine of a flow that has no problems. */
export function machineOf(flow: FlowDefinition, watch: Watch = () => {}): BuiltFlow {
  const building = buildingOf(flow);
  const states = Object.entries(flow.states);
  const behaviours = new Map(
    states.map(([name, state]) => [
      name,
      (kinds[kindOf(state)!] as BehaviourOf<StateDefinition>)(name, state, building),
    ]),
  );
  const nodes = states.map(([name, state]) => [name, stateNode(name, state, behaviours.get(name)!, building, watch)]);
  const machine: object = {
    initial: before,
    states: { [before]: {}, ...Object.fromEntries(nodes) },
    on: Object.fromEntries(states.map(([name]) => [goTo(name).type, { target: `.${name}`, reenter: true }])),
  };
  return { machine: setup({}).createMachine(machine as any), behaviours };
}

function buildingOf(flow: FlowDefinition): Building {
  const expressions = expressionsOf(flow.slots ?? {});
  const rules = rulesIn(flow, expressions);
  return {
    flow,
    expressions,
    interruptions: interruptionsOf(flow.on, expressions),
    rules,
    correctionIn: readCorrections(flow, rules),
  };
}

/** What XState knows of a state. */
function stateNode(
  name: string,
  state: StateDefinition,
  behaviour: Behaviour,
  building: Building,
  watch: Watch,
): object {
  const { enter, failed } = behaviour;
  const timers = timersOf(state);
  const setOnEntry = assignmentOf(state.entry?.set, building);
  const entry = act((step) => {
    step.arrive(dueAt(timers, step.at));
    setOnEntry(step);
    enter(step);
  });
  if ('final' in state) return { type: 'final', entry };
  const exit = 'exit' in state && state.exit?.set ? { exit: act(assignmentOf(state.exit.set, building)) } : {};
  return {
    entry,
    ...exit,
    on: { TIMER: timers.map(({ transition }) => transition) },
    always: [
      { guard: ({ context: { step } }: Args) => step.isGoing && step.isStuck, actions: act((step) => step.endStuck()) },
      ...(failed === undefined ? [] : [{ guard: going('failed'), target: failed, reenter: true }]),
      ...routes(name, behaviour, building, watch),
    ],
  };
}

/** The times of a state's `after`, and where each leads. */
function timersOf(state: StateDefinition) {
  const after = ('after' in state && state.after) || {};
  return Object.entries(after).map(([duration, to]) => {
    const timer = `after.${duration}`;
    const guard = ({ event }: Args) => event.type === 'TIMER' && event.timer === timer;
    return { timer, ms: durationMs(duration)!, transition: { guard, target: to, reenter: true } };
  });
}

const dueAt = (timers: ReturnType<typeof timersOf>, at: number): Step['due'] =>
  timers.length === 0 ? undefined : Object.fromEntries(timers.map(({ timer, ms }) => [timer, at + ms]));

const going =
  (way: Step['way']) =>
  ({ context: { step } }: Args): boolean =>
    step.way === way && step.isGoing;

function routes(name: string, { next, sight }: Behaviour, { expressions }: Building, watch: Watch): object[] {
  if (next === undefined) return [];
  const isNext = going('next');
  return transitionsOf(next).map(({ when, to }, index) => {
    const holds = when === undefined ? () => true : expressions.guard(when, sight);
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
