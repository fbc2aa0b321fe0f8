import { DomainError, type Problem } from '@trialogue/errors';
import { shown, unknownName } from '@trialogue/variant-config';
import { type AnyMachineSnapshot, type AnyStateMachine, transition } from 'xstate';
import type { FlowDefinition, SlotValues } from './definition';
import { flowProblems } from './flow-problems';
import { flowPrompts } from './flow-prompts';
import type {
  Awaited,
  FlowBeginning,
  FlowEvent,
  FlowMachine,
  FlowState,
  FlowStep,
  FlowSurroundings,
} from './flow-state';
import { limits } from './limits';
import { before, goTo, machineOf, type Watch } from './machine/machine';
import { Step } from './machine/step';
import { valueProblem } from './slot-value';

/**
 * The machine of a flow.
 *
 * @throws DomainError FLOW_INVALID with every problem of the flow
 */
export function compileFlow(definition: FlowDefinition): FlowMachine {
  refuse(flowProblems(definition));
  return machineFor(definition);
}

/** The same of a definition that was judged already; `watch` is told what it chooses. */
export function machineFor(definition: FlowDefinition, watch?: Watch): FlowMachine {
  return new CompiledFlow(definition, machineOf(definition, watch));
}

class CompiledFlow implements FlowMachine {
  readonly initial: string;
  readonly prompts: readonly string[];

  constructor(
    private readonly definition: FlowDefinition,
    private readonly machine: AnyStateMachine,
  ) {
    this.initial = definition.initial;
    this.prompts = flowPrompts(definition);
  }

  start(surroundings: FlowSurroundings, begin: FlowBeginning): FlowStep {
    const { at, state = this.initial, slots = {} } = begin;
    refuse([...this.stateProblems(state), ...this.slotProblems(slots)]);
    const step = new Step(surroundings, at, { slots, tries: 0, turns: 0 });
    return this.play(step, before, { type: goTo(state) });
  }

  transition(state: FlowState, event: FlowEvent, surroundings: FlowSurroundings): FlowStep {
    const waitsFor = this.waitsFor(state);
    const awaited = awaitedAs[event.type];
    if (!waitsFor.includes(awaited)) {
      if (event.type !== 'USER' && event.type !== 'ANSWERED') return { state, actions: [] };
      throw new Error(`State ${state.state} waits for ${waitsFor.join(' or ') || 'nothing'}, not ${event.type}.`);
    }
    const step = new Step(surroundings, event.at, state);
    if (event.type === 'USER') step.text = heard(event.text);
    return this.play(step, state.state, event);
  }

  waitsFor({ state, outcome, text }: FlowState): readonly Awaited[] {
    const definition = Object.hasOwn(this.definition.states, state) ? this.definition.states[state]! : {};
    if (outcome !== undefined) return [];
    if ('prompt' in definition) return [text === undefined ? 'user' : 'answer'];
    return 'collect' in definition ? ['user'] : [];
  }

  nextDue({ due, outcome }: FlowState): number | undefined {
    return due === undefined || outcome !== undefined ? undefined : Math.min(...Object.values(due));
  }

  private play(step: Step, from: string, event: { readonly type: string }): FlowStep {
    const { machine } = this;
    let [snapshot] = transition(machine, machine.resolveState({ value: from, context: { step } }), event);
    for (let to = step.leaving; to !== undefined; to = step.leaving)
      [snapshot] = transition(machine, snapshot, { type: goTo(to) });
    return stepOf(snapshot, step);
  }

  private stateProblems(state: string): Problem[] {
    const names = Object.keys(this.definition.states);
    if (names.includes(state)) return [];
    return [unknownName(['initial_state'], `there is no state ${shown(state)}`, state, names)];
  }

  private slotProblems(slots: SlotValues): Problem[] {
    const known = this.definition.slots ?? {};
    const names = Object.keys(known);
    return Object.entries(slots).flatMap(([name, value]): Problem[] => {
      const path = ['slots', name];
      if (!names.includes(name)) return [unknownName(path, 'there is no such slot', name, names)];
      const message = valueProblem(known[name]!.schema, value);
      return message === undefined ? [] : [{ path, message: `found ${shown(value)}. ${message}` }];
    });
  }
}

const awaitedAs: { readonly [type in FlowEvent['type']]: Awaited } = {
  USER: 'user',
  ANSWERED: 'answer',
  CALLED: 'call',
  CALL_FAILED: 'call',
  EVENT: 'event',
  HANDED_BACK: 'agent',
  TIMER: 'timer',
};

const heard = (text: string) => text.slice(0, limits.heard).toWellFormed();

/** Members that are undefined are left out, so that a step is the same before and after a trip through JSON. */
function stepOf(snapshot: AnyMachineSnapshot, step: Step): FlowStep {
  const { slots, tries, turns, ended, text, collected, actions } = step;
  const state: FlowState = {
    state: snapshot.value as string,
    slots,
    tries,
    turns,
    ...(ended !== undefined && { outcome: ended }),
    ...(actions.at(-1)?.type === 'EXECUTE' && { text }),
    ...(ended === undefined && collected.length > 0 && { collected }),
  };
  return { state, actions };
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const problem = `${first.path.join('.') || 'the flow'}: ${first.message}`;
  throw new DomainError('FLOW_INVALID', { problem }, { problems });
}
