import type { Json } from '@trialogue/plugin-api';
import type { SlotValues } from '../definition';
import type { FlowAction, FlowState, FlowSurroundings } from '../flow-state';
import { renderText } from '../flow-text';
import type { GuardScope } from '../guard';
import { limits } from '../limits';

/**
 * What is known and what is done during one step of one flow. It is put together for the step, changed by what the states
 * do, and thrown away after it: XState carries it as its context and knows nothing of what is in it.
 */
export class Step {
  slots: SlotValues;
  tries: number;
  turns: number;
  text: string;
  answer = '';
  /** Number of states that were entered. */
  entered = 0;
  /** The flow's outcome once it has one. */
  ended?: string;
  /** Which way out of its state the flow has come to. */
  way?: 'next' | 'failed';
  /** The state that it leaves its own for, beside all ways out of it. */
  leaving?: string;
  /** Slots and the states that collected them, in order, each slot once. */
  collected: NonNullable<FlowState['collected']>;
  readonly actions: FlowAction[] = [];

  constructor(
    private readonly surroundings: FlowSurroundings,
    /** In ms since the epoch. */
    readonly at: number,
    {
      slots,
      tries,
      turns,
      text = '',
      collected = [],
    }: Pick<FlowState, 'slots' | 'tries' | 'turns' | 'text' | 'collected'>,
  ) {
    this.slots = slots;
    this.tries = tries;
    this.turns = turns;
    this.text = text;
    this.collected = collected;
  }

  /** A state is entered, whose tries and turns begin anew. */
  arrive(): void {
    this.entered += 1;
    this.tries = 0;
    this.turns = 0;
    this.way = undefined;
    this.leaving = undefined;
  }

  /** A text of a state, of which nothing is said when it comes out empty. */
  say(state: string, template: string, more: { readonly problem?: string; readonly slots?: SlotValues } = {}): void {
    this.tell(this.render(state, template, more));
  }

  /** A text that is rendered already. */
  tell(text: string): void {
    if (text !== '') this.do({ type: 'SAY', text });
  }

  /** @throws DomainError FLOW_TEXT_FAILED */
  render(
    state: string,
    template: string,
    more: { readonly problem?: string; readonly slots?: SlotValues } = {},
  ): string {
    return renderText(state, template, { ...this.surroundings, slots: this.slots, ...more });
  }

  /** What guards see. */
  scope(slots: SlotValues = this.slots): GuardScope {
    const { turns, text, answer } = this;
    return { ...this.surroundings, slots, turns, text, answer };
  }

  /** @param state that has collected the value and can be gone back to */
  collect(slot: string, value: Json, state?: string): void {
    this.slots = { ...this.slots, [slot]: value };
    if (state !== undefined) this.collected = [...this.collected.filter(([other]) => other !== slot), [slot, state]];
    this.do({ type: 'COLLECT', slot, value });
  }

  end(outcome: string): void {
    this.ended = outcome;
    this.do({ type: 'END', outcome });
  }

  do(action: FlowAction): void {
    this.actions.push(action);
  }

  get isGoing(): boolean {
    return this.way !== undefined && this.ended === undefined;
  }

  get isStuck(): boolean {
    return this.entered >= limits.entered;
  }
}
