import { type AnyStateMachine, assign, setup } from 'xstate';
import type { FlowDefinition, StateDefinition } from '../definition';
import { durationMs } from '../duration';
import { expressionsOf, type GuardScope } from '../guard';
import { kindOf, transitionsOf } from '../routes';
import { assignmentOf } from './assignments';
import { awaitBehaviour, handoffBehaviour } from './await';
import type { Behaviour, BehaviourOf, Heard } from './behaviour';
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
export const returned = { type: 'RETURNED' } as const;
export const resumed = { type: 'RESUMED' } as const;

const behaviours = {
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
  readonly event: Heard;
}

/** Done by XState where its semantics say so. An assignment, for XState looks for a way on only after a change. */
const act = (work: (step: Step, event: any) => void) =>
  assign(({ context, event }: Args) => {
    work(context.step, event);
    return {};
  });

/** The state machine of a flow that has no problems: pure, for every guard and action works on the step alone. */
export function machineOf(flow: FlowDefinition, watch: Watch = () => {}): AnyStateMachine {
  const building = buildingOf(flow);
  const names = Object.keys(flow.states);
  const machine: object = {
    initial: before,
    states: {
      [before]: {},
      ...Object.fromEntries(names.map((name) => [name, stateNode(name, flow.states[name]!, building, watch)])),
    },
    on: Object.fromEntries(names.map((name) => [goTo(name).type, { target: `.${name}`, reenter: true }])),
  };
  return setup({}).createMachine(machine as any);
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
function stateNode(name: string, state: StateDefinition, building: Building, watch: Watch): object {
  const build = behaviours[kindOf(state)!] as BehaviourOf<StateDefinition>;
  const behaviour = build(name, state, building);
  const { enter, resume = enter, hears = {}, failed } = behaviour;
  const timers = timersOf(state);
  const setOnEntry = assignmentOf(state.entry?.set, building);
  const entry = act((step) => {
    step.arrive(dueAt(timers, step.at));
    setOnEntry(step);
    enter(step);
  });
  if ('final' in state) return { type: 'final', entry };
  const heard = Object.entries(hears).map(([type, work]) => [type, { actions: act(work as (step: Step) => void) }]);
  const events: { [type: string]: object } = { ...Object.fromEntries(heard), [resumed.type]: { actions: act(resume) } };
  if (timers.length > 0) events.TIMER = [...timers.map(({ transition }) => transition), events.TIMER ?? []].flat();
  const exit = 'exit' in state && state.exit?.set ? { exit: act(assignmentOf(state.exit.set, building)) } : {};
  return {
    entry,
    ...exit,
    on: events,
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
