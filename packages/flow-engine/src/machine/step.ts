import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { SlotValues } from '../definition';
import type { FlowAction, FlowState, FlowSurroundings, Frame, Standing } from '../flow-state';
import { renderText } from '../flow-text';
import type { GuardScope } from '../guard';
import { limits } from '../limits';

/** What a state wants that leads out of XState's own transitions: to any state of its flow, or to another flow. */
export type Move =
  | { readonly kind: 'leave'; readonly to: string }
  | { readonly kind: 'flow' | 'interrupt' | 'link'; readonly flow: string; readonly slots: SlotValues };

interface More {
  readonly problem?: string;
  readonly result?: Json;
  readonly slots?: SlotValues;
}

const nowhere: Standing = { state: '', slots: {}, tries: 0, turns: 0 };

/**
 * What is known and what is done during one step. It is put together for the step, changed by what the states do, and
 * thrown away after it: XState carries it as its context and knows nothing of what is in it.
 */
export class Step {
  // Of the flow that is being played.
  flow: string | undefined;
  slots!: SlotValues;
  tries!: number;
  turns!: number;
  due: Standing['due'];
  collected!: NonNullable<Standing['collected']>;
  pending: Json | undefined;
  attempts: number | undefined;
  /** The state that collects was gone back to with a new value. */
  corrected!: boolean;
  /** The flow's outcome once it has one. */
  ended: string | undefined;
  /** Which way out of its state the flow has come to. */
  way: 'next' | 'failed' | undefined;
  move: Move | undefined;
  /** What came last, and of a sub-flow how it ended; gone with the next state. */
  result: Json | undefined;
  returned: string | undefined;

  // Of the conversation.
  /** The new value of a slot, for the state that is gone back to. */
  correcting: Json | undefined;
  text = '';
  answer = '';
  /** Number of the call that is waited for. */
  effect: number | undefined;
  effects: number;
  spent = 0;
  /** Number of states that were entered. */
  entered = 0;
  /** It goes round without waiting: the whole conversation ends. */
  stuck = false;
  readonly actions: FlowAction[] = [];

  constructor(
    private readonly surroundings: FlowSurroundings,
    /** In ms since the epoch. */
    readonly at: number,
    { effects = 0 }: Pick<FlowState, 'effects'> = {},
  ) {
    this.effects = effects;
    this.stand(nowhere);
  }

  /** The flow that is being played, and where the conversation stands in it. */
  stand({
    flow,
    slots,
    tries,
    turns,
    due,
    collected = [],
    pending,
    attempts,
    corrected,
  }: Standing & Partial<FlowState>): void {
    this.flow = flow;
    this.slots = slots;
    this.tries = tries;
    this.turns = turns;
    this.due = due;
    this.collected = collected;
    this.pending = pending;
    this.attempts = attempts;
    this.corrected = corrected ?? false;
    this.ended = undefined;
    this.way = undefined;
    this.result = undefined;
    this.returned = undefined;
  }

  /** The same for a flow that begins. */
  begin(flow: string | undefined, slots: SlotValues): void {
    this.stand({ ...nowhere, slots, ...(flow !== undefined && { flow }) });
  }

  /** Where the conversation stands in the flow that is being played. */
  standing(state: string): Frame {
    const { flow, slots, tries, turns, due, collected } = this;
    const standing: { -readonly [member in keyof Frame]: Frame[member] } = { state, slots, tries, turns };
    if (flow !== undefined) standing.flow = flow;
    if (due !== undefined) standing.due = due;
    if (collected.length > 0) standing.collected = collected;
    return standing;
  }

  /** A state is entered, in which everything begins anew. */
  arrive(due: Standing['due']): void {
    this.entered += 1;
    this.tries = 0;
    this.turns = 0;
    this.due = due;
    this.pending = undefined;
    this.attempts = undefined;
    this.corrected = false;
    this.effect = undefined;
    this.way = undefined;
    this.result = undefined;
    this.returned = undefined;
  }

  tellEntered(state: string): void {
    const { flow } = this;
    this.do({ type: 'ENTER', state, ...(flow !== undefined && { flow }) });
  }

  /** A text of a state, of which nothing is said when it comes out empty. */
  say(state: string, template: string, more?: More): void {
    this.tell(this.render(state, template, more));
  }

  /** A text that is rendered already. */
  tell(text: string): void {
    if (text !== '') this.do({ type: 'SAY', text });
  }

  /** @throws DomainError FLOW_TEXT_FAILED */
  render(state: string, template: string, more?: More): string {
    return renderText(state, template, { ...this.surroundings, slots: this.slots, ...more });
  }

  /** What guards see. */
  scope(slots: SlotValues = this.slots): GuardScope {
    const { turns, text, answer, result, returned } = this;
    const { variables, attributes } = this.surroundings;
    if (result === undefined) return { slots, variables, attributes, turns, text, answer };
    return {
      slots,
      variables,
      attributes,
      turns,
      text,
      answer,
      result,
      ...(returned !== undefined && { outcome: returned }),
    };
  }

  /** @param state that has collected the value and can be gone back to */
  collect(slot: string, value: Json, state?: string): void {
    this.slots = { ...this.slots, [slot]: value };
    const others = this.collected?.filter(([other]) => other !== slot) ?? [];
    if (state !== undefined) this.collected = [...others, [slot, state]];
    this.do({ type: 'COLLECT', slot, value });
  }

  /** null: clears it, of which nothing is told where it is empty. */
  set(slot: string, value: Json): void {
    if (value === null) {
      if (!Object.hasOwn(this.slots, slot)) return;
      const { [slot]: _, ...others } = this.slots;
      this.slots = others;
    } else this.slots = { ...this.slots, [slot]: value };
    this.do({ type: 'SET', slot, value });
  }

  /** Asks the strategy for an answer, unless this turn has asked for too many. */
  execute(asked: Omit<Extract<FlowAction, { type: 'EXECUTE' }>, 'type'>): void {
    if (this.isSpent()) return;
    this.do({ type: 'EXECUTE', ...asked });
  }

  /** Calls with the next number, unless this turn has called too often. */
  call(called: ({ strategy: string; config?: JsonObject } | { tool: string }) & Called): void {
    if (this.isSpent()) return;
    this.effects += 1;
    this.effect = this.effects;
    this.do({ type: 'CALL', effect: this.effect, ...called });
  }

  private isSpent(): boolean {
    if (this.spent < limits.effects) return false;
    this.endStuck();
    return true;
  }

  /** The way that a state takes which failed; without one, the flow ends. */
  fail(failed: string | undefined, outcome: string): void {
    if (failed === undefined) this.end(outcome);
    else this.way = 'failed';
  }

  end(outcome: string): void {
    this.ended = outcome;
  }

  endStuck(): void {
    this.stuck = true;
    this.end('stuck');
  }

  /** Goes to a state of this flow once what is being done is done. */
  leave(to: string): void {
    this.move = { kind: 'leave', to };
  }

  /** Plays another flow, by its reference as written, and comes back: to the state's `resume`. */
  interrupt(flow: string, slots: SlotValues): void {
    this.move = { kind: 'interrupt', flow, slots };
  }

  do(action: FlowAction): void {
    this.actions.push(action);
  }

  get isGoing(): boolean {
    return this.way !== undefined && this.ended === undefined && this.move === undefined;
  }

  get isStuck(): boolean {
    return this.entered >= limits.entered;
  }
}

interface Called {
  readonly input: JsonObject;
  readonly withinMs: number;
}
