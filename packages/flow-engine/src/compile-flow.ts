import { DomainError, type Problem } from '@trialogue/errors';
import { shown, unknownName } from '@trialogue/variant-config';
import type { FlowDefinition, FlowIncludes, SlotValues, StateDefinition } from './definition';
import { withoutTimer } from './due-timer';
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
import { Conversation, type FlowOf } from './machine/conversation';
import type { Watch } from './machine/machine';
import { PlayedFlow, playedFlows, versionsOf } from './machine/played-flow';
import { Step } from './machine/step';
import { givenProblem } from './prefill';
import { kindOf } from './routes';
import type { StateKind } from './state-schemas';

/**
 * The machine of a flow.
 *
 * @param flows those that it names, as sub-flows or links
 * @throws DomainError FLOW_INVALID with every problem of the flow
 */
export function compileFlow(definition: FlowDefinition, flows: FlowIncludes = {}): FlowMachine {
  refuse(flowProblems(definition, flows));
  return machineFor(definition, flows);
}

/** The same of a definition that was judged already; `watch` is told what it chooses, and not what its sub-flows do. */
export function machineFor(definition: FlowDefinition, flows: FlowIncludes = {}, watch?: Watch): FlowMachine {
  return new CompiledFlow(definition, flows, watch);
}

class CompiledFlow implements FlowMachine {
  readonly initial: string;
  readonly prompts: readonly string[];
  private readonly flowOf: FlowOf;

  constructor(
    private readonly definition: FlowDefinition,
    flows: FlowIncludes,
    watch?: Watch,
  ) {
    this.initial = definition.initial;
    this.prompts = flowPrompts(definition, flows);
    const root = new PlayedFlow(definition, versionsOf(flows), watch);
    const included = playedFlows(flows);
    this.flowOf = (version) => {
      const flow = version === undefined ? root : included.get(version);
      if (flow === undefined) throw new Error(`The flow ${version} is not included.`);
      return flow;
    };
  }

  start(surroundings: FlowSurroundings, begin: FlowBeginning): FlowStep {
    const { at, state = this.initial, slots = {} } = begin;
    refuse([...this.stateProblems(state), ...this.slotProblems(slots)]);
    const step = new Step(surroundings, at);
    step.begin(undefined, slots);
    return new Conversation(this.flowOf, step).settle(this.flowOf(undefined).begin(step, state));
  }

  transition(state: FlowState, event: FlowEvent, surroundings: FlowSurroundings): FlowStep {
    const waitsFor = this.waitsFor(state);
    if (!waitsFor.includes(awaitedAs[event.type])) {
      if (event.type !== 'USER' && event.type !== 'ANSWERED') return { state, actions: [] };
      throw new Error(`State ${state.state} waits for ${waitsFor.join(' or ') || 'nothing'}, not ${event.type}.`);
    }
    if (!this.isMeant(state, event)) return { state, actions: [] };
    if (event.type === 'TIMER' && !this.isTimerOf(state, event.timer))
      return { state: withoutTimer(state, event.timer), actions: [] };
    const step = new Step(surroundings, event.at, state);
    step.stand(state);
    step.text = event.type === 'USER' ? heard(event.text) : (state.text ?? '');
    if (event.type === 'ANSWERED' || event.type === 'CALLED' || event.type === 'CALL_FAILED')
      step.spent = (state.spent ?? 0) + 1;
    const played = this.flowOf(state.flow).hear(step, state.state, event);
    return new Conversation(this.flowOf, step, state.callers).settle(played);
  }

  waitsFor(state: FlowState): readonly Awaited[] {
    const definition = this.definitionIn(state);
    if (state.outcome !== undefined || definition === undefined) return [];
    const timer: readonly Awaited[] = state.due === undefined ? [] : ['timer'];
    if (state.effect !== undefined) return ['call', ...timer];
    if (state.text !== undefined) return ['answer', ...timer];
    return [...waiting[kindOf(definition)!], ...timer];
  }

  nextDue({ due, outcome }: FlowState): number | undefined {
    return due === undefined || outcome !== undefined ? undefined : Math.min(...Object.values(due));
  }

  /** Undefined for a state that the flow has not, or not any more. */
  private definitionIn({ flow, state }: FlowState): StateDefinition | undefined {
    const { states } = this.flowOf(flow).definition;
    return Object.hasOwn(states, state) ? states[state] : undefined;
  }

  /** Whether an event that is awaited is the one that is meant. */
  private isMeant(state: FlowState, event: FlowEvent): boolean {
    const { effect, due = {} } = state;
    if (event.type === 'CALLED' || event.type === 'CALL_FAILED') return event.effect === effect;
    if (event.type === 'TIMER') return Object.hasOwn(due, event.timer) && event.at >= due[event.timer]!;
    if (event.type !== 'EVENT') return true;
    const definition = this.definitionIn(state)!;
    return 'await' in definition && definition.await.event === event.name;
  }

  /** A timer may be left from another version of the flow. */
  private isTimerOf(state: FlowState, timer: string): boolean {
    const definition = this.definitionIn(state)!;
    if (timer === 'no_input') return 'no_input' in definition && definition.no_input !== undefined;
    return 'after' in definition && Object.hasOwn(definition.after ?? {}, timer.slice('after.'.length));
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
      const message = givenProblem(known[name]!, value);
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

/** What a state waits for by its kind; a call and an answer are waited for by what was asked. */
const waiting: { readonly [kind in StateKind]: readonly Awaited[] } = {
  collect: ['user'],
  prompt: ['user'],
  await: ['user', 'event'],
  handoff: ['agent'],
  call: [],
  say: [],
  choose: [],
  flow: [],
  link: [],
  final: [],
};

const heard = (text: string) => text.slice(0, limits.heard).toWellFormed();

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const problem = `${first.path.join('.') || 'the flow'}: ${first.message}`;
  throw new DomainError('FLOW_INVALID', { problem }, { problems });
}
