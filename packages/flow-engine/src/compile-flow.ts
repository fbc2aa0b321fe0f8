import { DomainError, type Problem } from '@trialogue/errors';
import { shown, unknownName } from '@trialogue/variant-config';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import type { FlowDefinition, SlotValues } from './definition';
import { flowProblems } from './flow-problems';
import { flowPrompts } from './flow-prompts';
import type { FlowAction, FlowEvent, FlowMachine, FlowState, FlowStep, FlowSurroundings } from './flow-state';
import { limits } from './limits';
import { machineOf, type StepContext, type Watch } from './machine';
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

  start(
    surroundings: FlowSurroundings,
    begin: { readonly state?: string; readonly slots?: SlotValues } = {},
  ): FlowStep {
    const { state = this.initial, slots = {} } = begin;
    refuse([...this.stateProblems(state), ...this.slotProblems(slots)]);
    const input: StepContext = { ...fresh(surroundings), begin: state, slots };
    return stepOf(initialTransition(this.machine, input));
  }

  transition(state: FlowState, event: FlowEvent, surroundings: FlowSurroundings): FlowStep {
    const { state: value, slots, tries, turns } = state;
    const waitsFor = this.waitsFor(state);
    if (!waitsFor.includes(event.type))
      throw new Error(`State ${value} waits for ${waitsFor.join(' or ') || 'nothing'}, not ${event.type}.`);
    const context: StepContext = {
      ...fresh(surroundings),
      slots,
      tries,
      turns,
      text: event.type === 'USER' ? heard(event.text) : (state.text ?? ''),
      answer: event.type === 'ANSWERED' ? heard(event.text) : '',
    };
    return stepOf(transition(this.machine, this.machine.resolveState({ value, context }), event));
  }

  private waitsFor({ state, outcome }: FlowState): readonly FlowEvent['type'][] {
    const definition = Object.hasOwn(this.definition.states, state) ? this.definition.states[state]! : {};
    if (outcome !== undefined) return [];
    if ('prompt' in definition) return ['USER', 'ANSWERED'];
    return 'collect' in definition ? ['USER'] : [];
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

const fresh = ({ variables, attributes }: FlowSurroundings) => ({
  variables,
  attributes,
  slots: {},
  tries: 0,
  turns: 0,
  text: '',
  answer: '',
  begin: '',
  entered: 0,
});

const heard = (text: string) => text.slice(0, limits.heard).toWellFormed();

/** Throws what an action threw: XState keeps an error of the first step in the snapshot. */
function stepOf([snapshot, executed]: [AnyMachineSnapshot, { type: string; params?: unknown }[]]): FlowStep {
  if (snapshot.status === 'error') throw snapshot.error;
  const { slots, tries, turns, outcome, text } = snapshot.context as StepContext;
  const actions = executed.map(({ type, params }) => defined({ type, ...(params as object) }) as FlowAction);
  const asked = actions.at(-1)?.type === 'EXECUTE';
  const state = { state: snapshot.value as string, slots, tries, turns, outcome, text: asked ? text : undefined };
  return { state: defined(state), actions };
}

/** Without members that are undefined, so that a step is the same before and after a trip through JSON. */
const defined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const problem = `${first.path.join('.') || 'the flow'}: ${first.message}`;
  throw new DomainError('FLOW_INVALID', { problem }, { problems });
}
