import type { Json } from '@trialogue/plugin-api';
import { type AnyStateMachine, enqueueActions, setup } from 'xstate';
import type { CollectState, FlowDefinition, Guard, Next, PromptState, SlotValues, StateDefinition } from './definition';
import type { FlowAction, FlowEvent, FlowSurroundings } from './flow-state';
import { renderText } from './flow-text';
import { type CompiledGuard, type GuardScope, guardsOf } from './guard';
import { limits } from './limits';
import { readAnswer } from './read-answer';
import { transitionsOf } from './routes';

/** Told where a state chooses among its `next`, first without an index, and then which transition is taken. */
export type Watch = (state: string, index: number | undefined, scope: GuardScope) => void;

/** What is known during one step. It is put together for the step and thrown away after it. */
export interface StepContext extends FlowSurroundings {
  readonly slots: SlotValues;
  readonly tries: number;
  readonly turns: number;
  readonly text: string;
  readonly answer: string;
  /** Where the first step begins. */
  readonly begin: string;
  /** States entered in this step. */
  readonly entered: number;
  readonly outcome?: string;
}

/** The state before the first; its name cannot be that of a state. */
export const before = '$before';

interface Args {
  readonly context: StepContext;
  readonly event: FlowEvent;
}

/** What an action does: it changes the step's context and says what is to be done outside. */
interface Hand {
  set(change: Partial<StepContext>): void;
  do(action: FlowAction): void;
}

const blank = { tries: 0, turns: 0 };
const act = (work: (args: Args, hand: Hand) => void) =>
  enqueueActions(({ context, event, enqueue }: any) =>
    work(
      { context, event },
      {
        set: (change) => enqueue.assign(change),
        do: ({ type, ...params }) => enqueue({ type, params }),
      },
    ),
  );
const end = (outcome: string) =>
  act((_, { set, do: emit }) => {
    set({ outcome });
    emit({ type: 'END', outcome });
  });

/** The state machine of a flow that has no problems: pure, for every guard and action works on the step's context. */
export function machineOf(flow: FlowDefinition, watch?: Watch): AnyStateMachine {
  const builder = new StateBuilder(flow.slots ?? {}, watch);
  const names = Object.keys(flow.states);
  const states = names.map((name) => [name, builder.state(name, flow.states[name]!)]);
  const nothing = () => {};
  const actions = { ENTER: nothing, SAY: nothing, COLLECT: nothing, EXECUTE: nothing, END: nothing };
  const machine: object = {
    context: ({ input }: { input: StepContext }) => input,
    initial: before,
    states: {
      [before]: {
        always: names.map((name) => ({ guard: ({ context }: Args) => context.begin === name, target: name })),
      },
      ...Object.fromEntries(states),
    },
  };
  return setup({ actions }).createMachine(machine as any);
}

class StateBuilder {
  private readonly compile: (guard: Guard) => CompiledGuard;

  constructor(
    private readonly slots: NonNullable<FlowDefinition['slots']>,
    private readonly watch: Watch = () => {},
  ) {
    this.compile = guardsOf(slots);
  }

  state(name: string, state: StateDefinition): object {
    if ('final' in state) {
      const { final, say } = state;
      return { type: 'final', entry: [this.enter(name, say), end(final)] };
    }
    if ('collect' in state) return this.collect(name, state);
    if ('prompt' in state) return this.prompt(name, state);
    return { entry: this.enter(name, state.say), always: this.always(name, state.next, () => true) };
  }

  private collect(name: string, state: CollectState): object {
    const most = state.max_tries ?? 3;
    const filled = (context: StepContext) => Object.hasOwn(context.slots, state.collect);
    const failed = ({ context }: Args) => context.outcome === undefined && context.tries >= most;
    return {
      entry: act(({ context }, hand) => {
        hand.set({ ...blank, entered: context.entered + 1 });
        if (filled(context)) return;
        hand.do({ type: 'ENTER', state: name });
        say(hand, renderText(name, state.ask, textScope(context)));
      }),
      on: { USER: { actions: act(({ context }, hand) => this.answer(name, state, most, context, hand)) } },
      always: [
        ...(state.failed === undefined
          ? [{ guard: failed, actions: end('not_collected') }]
          : [{ guard: failed, target: state.failed, reenter: true }]),
        ...this.always(name, state.next, filled),
      ],
    };
  }

  private answer(name: string, state: CollectState, most: number, context: StepContext, hand: Hand): void {
    const turns = context.turns + 1;
    const reading = this.read(name, state, { ...context, turns });
    if ('value' in reading) {
      hand.set({ slots: { ...context.slots, [state.collect]: reading.value }, tries: 0, turns });
      hand.do({ type: 'COLLECT', slot: state.collect, value: reading.value });
      return;
    }
    const tries = context.tries + 1;
    hand.set({ tries, turns });
    if (tries >= most) return;
    const texts = [state.invalid ?? '{{ problem }}'].flat();
    const text = texts[Math.min(tries, texts.length) - 1]!;
    say(hand, renderText(name, text, { ...textScope(context), problem: reading.problem }));
  }

  private read(name: string, { collect, rule }: CollectState, context: StepContext) {
    const reading = readAnswer(this.slots[collect]!.schema, context.text);
    if (!('value' in reading) || rule === undefined) return reading;
    const slots: { readonly [slot: string]: Json } = { ...context.slots, [collect]: reading.value };
    if (this.compile(rule.when)({ ...guardScope(context), slots })) return reading;
    return { problem: renderText(name, rule.otherwise, { ...textScope(context), slots }) };
  }

  private prompt(name: string, { prompt, until, next }: PromptState): object {
    const enough = this.compile(until);
    const execute: FlowAction = { type: 'EXECUTE', prompt: prompt.prompt_version_id };
    return {
      entry: this.enter(name, prompt.opening),
      on: {
        USER: {
          actions: act(({ context }, hand) => {
            hand.set({ turns: context.turns + 1 });
            hand.do(execute);
          }),
        },
        ANSWERED: this.routes(name, next, (context) => enough(guardScope(context))),
      },
    };
  }

  private enter(name: string, text: string | undefined) {
    return act(({ context }, hand) => {
      hand.set({ ...blank, entered: context.entered + 1 });
      hand.do({ type: 'ENTER', state: name });
      if (text !== undefined) say(hand, renderText(name, text, textScope(context)));
    });
  }

  /** Routes that are taken without waiting, until too many states were entered. */
  private always(name: string, next: Next, ready: (context: StepContext) => boolean): object[] {
    const going = (context: StepContext) => context.outcome === undefined && ready(context);
    const stuck = ({ context }: Args) => going(context) && context.entered >= limits.entered;
    return [{ guard: stuck, actions: end('stuck') }, ...this.routes(name, next, going)];
  }

  private routes(name: string, next: Next, ready: (context: StepContext) => boolean): object[] {
    return transitionsOf(next).map(({ when, to }, index) => {
      const holds = when === undefined ? () => true : this.compile(when);
      const guard = ({ context }: Args) => {
        if (!ready(context)) return false;
        const scope = guardScope(context);
        if (index === 0) this.watch(name, undefined, scope);
        if (!holds(scope)) return false;
        this.watch(name, index, scope);
        return true;
      };
      return { guard, target: to, reenter: true };
    });
  }
}

function say(hand: Hand, text: string): void {
  if (text !== '') hand.do({ type: 'SAY', text });
}

const textScope = ({ slots, variables, attributes }: StepContext) => ({ slots, variables, attributes });
const guardScope = ({ slots, variables, attributes, turns, text, answer }: StepContext): GuardScope => ({
  slots,
  variables,
  attributes,
  turns,
  text,
  answer,
});
