import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from 'xstate';
import type { FlowDefinition, FlowIncludes, SlotValues } from '../definition';
import { givenProblem, prefillOf } from '../prefill';
import type { Behaviour, Heard } from './behaviour';
import { before, decided, goTo, machineOf, type Watch } from './machine';
import type { Step } from './step';

/** One flow and its XState machine. */
export class PlayedFlow {
  private readonly machine: AnyStateMachine;
  private readonly behaviours: ReadonlyMap<string, Behaviour>;
  private readonly prefill: ReturnType<typeof prefillOf>;
  /** XState's own view of each state, which costs more than a step. */
  private readonly snapshots = new Map<string, AnyMachineSnapshot>();
  private readonly scope: AnyActorScope;

  constructor(
    readonly definition: FlowDefinition,
    /** `name@number` of what it includes, by the references as written. */
    readonly versions: ReadonlyMap<string, string>,
    watch?: Watch,
  ) {
    const { machine, behaviours } = machineOf(definition, watch);
    this.machine = machine;
    this.scope = idleScope(machine);
    this.behaviours = behaviours;
    this.prefill = prefillOf(definition);
  }

  /** Lets a state hear what happens; answers the one in which the flow comes to rest. */
  hear(step: Step, state: string, event: Heard): string {
    const { hears } = this.behaviours.get(state)!;
    hears?.[event.type]?.(step, event as never);
    if (step.isGoing) return this.follow(step, state, decided);
    // A timer of `after` leads out of the state by itself.
    return event.type === 'TIMER' && step.ended === undefined ? this.follow(step, state, event) : state;
  }

  /** The same when a flow that interrupted the state has ended. */
  resume(step: Step, state: string): string {
    const { enter, resume = enter } = this.behaviours.get(state)!;
    resume(step);
    return step.isGoing ? this.follow(step, state, decided) : state;
  }

  /** Goes to a state of this flow, out of the one in which it stands. */
  leave(step: Step, state: string, to: string): string {
    return this.follow(step, state, goTo(to));
  }

  /** Lets XState take an event. */
  private follow(step: Step, state: string, event: { readonly type: string }): string {
    const snapshot = { ...this.snapshotOf(state), context: { step } };
    return this.machine.transition(snapshot, event, this.scope).value as string;
  }

  begin(step: Step, state = this.definition.initial): string {
    step.slots = { ...this.prefill(step.scope()), ...step.slots };
    return this.leave(step, before, state);
  }

  /** Those of these values that its slots take. */
  accepted(slots: SlotValues): SlotValues {
    const known = this.definition.slots ?? {};
    const takes = ([slot, value]: [string, SlotValues[string]]) =>
      Object.hasOwn(known, slot) && givenProblem(known[slot]!, value) === undefined;
    return Object.fromEntries(Object.entries(slots).filter(takes));
  }

  private snapshotOf(state: string): AnyMachineSnapshot {
    const known = this.snapshots.get(state);
    if (known !== undefined) return known;
    const snapshot = this.machine.resolveState({ value: state, context: {} });
    this.snapshots.set(state, snapshot);
    return snapshot;
  }
}

/**
 * What XState's `transition` makes anew for each step: an actor that is never started. Flows spawn no actors, send nothing
 * and wait for nothing in XState, so that one does for all steps.
 */
function idleScope(machine: AnyStateMachine): AnyActorScope {
  const self = createActor(machine);
  const nothing = () => {};
  return {
    ...{ self, system: self.system, id: '', sessionId: '' },
    ...{ logger: nothing, defer: nothing, emit: nothing, stopChild: nothing, actionExecutor: nothing },
  };
}

/** The flows that a flow includes, at any depth, by their versions. */
export function playedFlows(flows: FlowIncludes): Map<string, PlayedFlow> {
  const played = new Map<string, PlayedFlow>();
  const add = (included: FlowIncludes) => {
    for (const { version, definition, flows: inner = {} } of Object.values(included)) {
      if (played.has(version)) continue;
      played.set(version, new PlayedFlow(definition, versionsOf(inner)));
      add(inner);
    }
  };
  add(flows);
  return played;
}

/** What each reference of a flow means. */
export const versionsOf = (flows: FlowIncludes): Map<string, string> =>
  new Map(Object.entries(flows).map(([written, { version }]) => [written, version]));
