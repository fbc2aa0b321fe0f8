import { DomainError } from '@trialogue/errors';
import {
  dueTimer,
  durationMs,
  type FlowAction,
  type FlowEvent,
  type FlowMachine,
  type FlowState,
  type FlowStep,
} from '@trialogue/flow-engine';
import type { Message } from '@trialogue/plugin-api';
import type { Answering } from './answering';
import type { CallResult, CallResults } from './call-results';
import { Misunderstood, type Typed, typed } from './typed';

const nothing = { variables: {}, attributes: {} };
/** Timers that ring one after the other before somebody is heard again. */
const mostTimers = 100;

type Happening = FlowEvent extends infer Event ? (Event extends FlowEvent ? Omit<Event, 'at'> : never) : never;

/** A flow that is played with somebody: its state, its clock, and what was said. */
export class PlayedFlow {
  state!: FlowState;
  private readonly said: Message[] = [];
  /** What the flow did last. */
  private last: FlowAction | undefined;
  /** Milliseconds by which `/wait` has put the clock forward. */
  private ahead = 0;

  constructor(
    private readonly machine: FlowMachine,
    private readonly answer: Answering,
    private readonly tell: (line: string) => void,
    private readonly results: CallResults = () => undefined,
  ) {}

  get isOver(): boolean {
    return this.state.outcome !== undefined;
  }

  async begin(): Promise<void> {
    this.take(this.machine.start(nothing, { at: this.now }));
    await this.settle();
  }

  /** What somebody types. What goes wrong is told, and leaves the conversation where it was. */
  async hear(line: string): Promise<void> {
    try {
      await this.ring();
      if (!this.isOver) await this.happen(typed(line));
    } catch (error) {
      if (!(error instanceof Misunderstood || error instanceof DomainError)) throw error;
      this.tell(`! ${error.message}`);
    }
  }

  private get now(): number {
    return Date.now() + this.ahead;
  }

  private async happen(what: Typed): Promise<void> {
    const [awaited] = this.machine.waitsFor(this.state);
    if (what.type === 'wait') return this.wait(what.time);
    if (awaited === 'answer' && what.type === 'says') return this.play({ type: 'ANSWERED', text: what.text });
    if (what.type === 'result' || what.type === 'fails') return this.result(what);
    if (what.type === 'event') return this.expect('event', { type: 'EVENT', name: what.name, data: what.data });
    if (what.type === 'back') return this.expect('agent', { type: 'HANDED_BACK', data: what.data });
    const length = this.said.push(messageOf('user', what.text));
    try {
      await this.expect('user', { type: 'USER', text: what.text });
    } catch (error) {
      this.said.length = length - 1;
      throw error;
    }
  }

  private async wait(time: string): Promise<void> {
    const ms = durationMs(time);
    if (ms === undefined) throw new Misunderstood(`${time || 'Nothing'} is no time: /wait PT10M, P1D, PT30S`);
    this.ahead += ms;
    await this.ring();
  }

  /** Timers that are due ring. */
  private async ring(): Promise<void> {
    const until = this.now;
    for (let rung = 0; rung < mostTimers; rung++) {
      const due = dueTimer(this.state, until);
      if (due === undefined) return;
      this.tell(`· ${due.timer} rings`);
      this.take(this.machine.transition(this.state, { type: 'TIMER', timer: due.timer, at: due.at }, nothing));
      await this.settle();
    }
  }

  private async result(what: Typed & { readonly type: 'result' | 'fails' }): Promise<void> {
    await this.expect('call', called(this.state, what.type === 'fails' ? { fails: what.code } : what));
  }

  private async expect(awaited: 'user' | 'call' | 'event' | 'agent', happening: Happening): Promise<void> {
    const waitsFor = this.machine.waitsFor(this.state);
    if (waitsFor.includes(awaited)) return this.play(happening);
    throw new Misunderstood(`${this.state.state} waits for ${waitsFor.map((one) => waited[one]).join(' or ')}`);
  }

  private async play(happening: Happening): Promise<void> {
    const before = this.state;
    try {
      this.take(this.machine.transition(before, { ...happening, at: this.now } as FlowEvent, nothing));
      await this.settle();
    } catch (error) {
      this.state = before;
      throw error;
    }
  }

  /** Does what the flow asks for, until it waits for somebody. */
  private async settle(): Promise<void> {
    for (;;) {
      const happening = await this.outcomeOf(this.last);
      if (happening === undefined) return;
      this.take(this.machine.transition(this.state, { ...happening, at: this.now } as FlowEvent, nothing));
    }
  }

  private async outcomeOf(action: FlowAction | undefined): Promise<Happening | undefined> {
    if (action?.type === 'CALL') {
      const name = 'strategy' in action ? action.strategy : action.tool;
      const result = this.results(name);
      this.tell(`· calls ${name} with ${JSON.stringify(action.input)}`);
      if (result === undefined) this.tell('· what comes of it? /result JSON, or /fails CODE');
      return result && called(this.state, result);
    }
    if (action?.type !== 'EXECUTE') return undefined;
    const { prompt, output } = action;
    const question = { prompt, output, variables: this.state.slots, messages: heardFrom(this.said) };
    const text = await this.answer(question);
    if (text !== undefined && output === undefined) this.speak(text);
    if (text !== undefined) return { type: 'ANSWERED', text };
    if (output === undefined) {
      const standIn = `[${prompt ?? 'the prompt of the variant'} answers]`;
      this.speak(standIn);
      return { type: 'ANSWERED', text: standIn };
    }
    this.tell(
      `· ${output.problem ?? `${prompt ?? 'the model'} is to answer`}: type JSON of ${JSON.stringify(output.schema)}`,
    );
    return undefined;
  }

  private take({ state, actions }: FlowStep): void {
    this.state = state;
    this.last = actions.at(-1);
    for (const action of actions) {
      if (action.type === 'SAY') this.speak(action.text);
      if (action.type === 'HANDOFF')
        this.tell(
          `· handed over to ${action.to ?? 'a person'}${action.reason ? `: ${action.reason}` : ''} (/back {…})`,
        );
      if (action.type === 'RETURN') this.tell(`· back from ${action.flow}: ${action.outcome}`);
    }
    if (actions.some(({ type }) => type === 'ENTER') && this.machine.waitsFor(state).includes('event'))
      this.tell('· waits for an event (/event NAME {…})');
  }

  private speak(text: string): void {
    this.said.push(messageOf('assistant', text));
    this.tell(text);
  }
}

function called({ effect }: FlowState, result: CallResult): Happening {
  if ('fails' in result) return { type: 'CALL_FAILED', effect: effect ?? 0, code: result.fails, message: result.fails };
  return { type: 'CALLED', effect: effect ?? 0, result: result.result };
}

/** As a product tells its models: the last 50 messages, from the first of the user on. */
function heardFrom(said: readonly Message[]): Message[] {
  const last = said.slice(-50);
  const first = last.findIndex(({ role }) => role === 'user');
  return first === -1 ? [] : last.slice(first);
}

const messageOf = (role: 'user' | 'assistant', text: string): Message => ({ role, parts: [{ type: 'text', text }] });

const waited = {
  user: 'a message',
  call: 'the result of a call: /result JSON or /fails CODE',
  answer: 'what a model answers: its JSON',
  event: 'an event: /event NAME {…}',
  agent: 'a person: /back {…}',
  timer: 'time: /wait PT10M',
} as const;
