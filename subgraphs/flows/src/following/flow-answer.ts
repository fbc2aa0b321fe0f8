import { DomainError } from '@trialogue/errors';
import {
  type FlowAction,
  type FlowEvent,
  type FlowMachine,
  type FlowState,
  type FlowSurroundings,
  readOutput,
  withoutTimer,
} from '@trialogue/flow-engine';
import type { Json } from '@trialogue/plugin-api';
import type { Handoff } from '../conversation.entity';
import { storable } from '../text-input';
import type { AnswerEnd, TurnEnd, TurnExecution } from '../turn/turn-end';
import { Speech } from './speech';
import { dueTimer, standingIn } from './standing';

export type Execute = Extract<FlowAction, { type: 'EXECUTE' }>;
export type FlowCall = Extract<FlowAction, { type: 'CALL' }>;
type Timeless<Event> = Event extends FlowEvent ? Omit<Event, 'at'> : never;
/** Something that happens now. */
export type Happening = Timeless<FlowEvent>;

/** What a flow does in a turn, as far as others must do it. */
export interface FlowTurn {
  readonly machine: FlowMachine;
  /** Where the conversation stands before the turn. */
  readonly state: FlowState;
  /** When the turn began: timers that were due by then come before what began it, also when it is resumed later. */
  readonly since: Date;
  readonly surroundings: FlowSurroundings;
  /** The call with which the flow's opening ended, before the first turn. */
  readonly pending?: FlowCall;
  /** What began the turn; absent: it was only time that went by. */
  readonly event?: Happening;
  /** What is due has been tried often enough: what cannot be said is given up. */
  readonly givesUp: boolean;
  readonly clock: () => Date;
  /** A timer is given up, for a text that it leads to cannot be said. */
  gaveUp(timer: string, error: DomainError): void;
  /** The next text begins a new piece of the answer. */
  newPiece(): void;
  say(text: string): Promise<void>;
  enter(state: string, flow: string | undefined): Promise<void>;
  /** Executes the variant's strategy, or the prompt that is named; what it says is shown as it comes. */
  execute(action: Execute, state: FlowState): Promise<{ readonly end: AnswerEnd; readonly execution: TurnExecution }>;
  /** Makes the call, or takes what is recorded of it. */
  call(
    action: FlowCall,
  ): Promise<({ readonly happened: Happening } | AnswerEnd) & { readonly execution?: TurnExecution }>;
}

/** More than a flow can want in one turn, whatever it does. */
export const mostTimers = 16;

class Over extends Error {
  constructor(readonly end: AnswerEnd) {
    super('the turn is over');
  }
}

/**
 * Answers as the flow says: its texts, and in a state that talks freely what the strategy says, are one answer. What is
 * due comes first, then what began the turn. Only a turn that completes moves the flow on; one that fails or is cancelled
 * leaves it where it was.
 */
export class FlowAnswer {
  private state: FlowState;
  private structured: Json | undefined;
  private handoff: Handoff | undefined;
  private readonly speech = new Speech();
  private readonly executions: TurnExecution[] = [];

  constructor(private readonly turn: FlowTurn) {
    this.state = turn.state;
  }

  async toEnd(): Promise<TurnEnd> {
    const { machine } = this.turn;
    try {
      await this.play();
    } catch (error) {
      const executions = this.executions; // what they cost is not lost with the answer
      if (error instanceof Over) return { ...error.end, executions };
      if (error instanceof DomainError) return { status: 'FAILED', error, executions };
      throw error;
    }
    return {
      status: 'COMPLETED',
      text: storable(this.speech.text),
      ...(this.structured !== undefined && { structured: this.structured }),
      executions: this.executions,
      flow: standingIn(machine, this.state, this.handoff),
    };
  }

  private async play(): Promise<void> {
    const { pending, event, since } = this.turn;
    if (pending) await this.goOn(this.tell(await this.done(pending)));
    for (let count = 0; count < mostTimers; count += 1) {
      const timer = dueTimer(this.state, since.getTime());
      if (timer === undefined) break;
      await this.ring(timer);
    }
    if (!event || (event.type === 'USER' && this.hasLeft())) return;
    const before = this.state;
    const actions = this.tell(event);
    if (event.type === 'EVENT' && this.state === before && actions.length === 0)
      throw new DomainError('FLOW_EVENT_MISSED', { event: event.name, state: before.state });
    await this.goOn(actions);
  }

  /** A text that cannot be said now cannot be said later: nobody who has something to say waits for it. */
  private async ring(timer: string): Promise<void> {
    const before = this.state;
    try {
      await this.goOn(this.tell({ type: 'TIMER', timer }));
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'FLOW_TEXT_FAILED' && this.turn.givesUp)) throw error;
      this.turn.gaveUp(timer, error);
      this.state = withoutTimer(before, timer);
    }
  }

  /** What was due has ended the flow, or handed it to a person: nobody hears the user. */
  private hasLeft(): boolean {
    return this.state !== this.turn.state && !this.turn.machine.waitsFor(this.state).includes('user');
  }

  /** Does what a step asks for, one thing after another, until the flow waits again. */
  private async goOn(actions: readonly FlowAction[]): Promise<void> {
    for (let todo = actions; ; ) {
      const last = await this.perform(todo);
      if (!last) return;
      todo = this.tell(await this.done(last));
    }
  }

  private tell(happening: Happening): readonly FlowAction[] {
    const { machine, surroundings } = this.turn;
    const event = { ...happening, at: this.now() } as FlowEvent;
    const { state, actions } = machine.transition(this.state, event, surroundings);
    this.state = state;
    return actions;
  }

  /** Does what can be done at once; answers what is to be waited for, if something is. */
  private async perform(actions: readonly FlowAction[]): Promise<Execute | FlowCall | undefined> {
    for (const action of actions) {
      if (action.type === 'EXECUTE' || action.type === 'CALL') return action;
      if (action.type === 'ENTER') await this.turn.enter(action.state, action.flow);
      if (action.type === 'HANDOFF') this.handoff = { to: action.to ?? null, reason: action.reason ?? null };
      if (action.type !== 'SAY') continue; // what is collected, and the end, are in the new state
      this.turn.newPiece();
      await this.turn.say(action.text);
      this.speech.add(action.text);
    }
    return undefined;
  }

  /** Waits for it; answers what the flow is to be told. */
  private async done(action: Execute | FlowCall): Promise<Happening> {
    if (action.type === 'CALL') {
      const { execution, ...made } = await this.turn.call(action);
      if (execution) this.executions.push(execution);
      if ('status' in made) throw new Over(made);
      return made.happened;
    }
    this.turn.newPiece();
    const { end, execution } = await this.turn.execute(action, this.state);
    this.executions.push(execution);
    if (end.status !== 'COMPLETED') throw new Over(end);
    if (!action.output) {
      this.speech.add(end.text);
      if (end.structured !== undefined) this.structured = end.structured;
      return { type: 'ANSWERED', text: end.text };
    }
    const reading = readOutput(action.output.schema, end.text);
    if ('value' in reading) this.structured = reading.value;
    return { type: 'ANSWERED', text: end.text };
  }

  private now(): number {
    return this.turn.clock().getTime();
  }
}
