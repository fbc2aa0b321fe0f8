import { DomainError, type Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { durationMs, shown } from '@trialogue/variant-config';
import { dueTimer } from './due-timer';
import type { FlowAction, FlowEvent, FlowMachine, FlowState, FlowStep, FlowSurroundings } from './flow-state';
import type { FlowTest, TestTurn } from './flow-test';
import { limits } from './limits';
import { unmet } from './unmet';

/** Plays a conversation; what was expected and did not come, with its place in the test. Ends with a turn that fails. */
export function runFlowTest(machine: FlowMachine, { given = {}, expects = {}, turns = [] }: FlowTest): Problem[] {
  const { slots = {}, variables = {}, attributes = {} } = given;
  const problems: Problem[] = [];
  let path: Problem['path'] = [];
  try {
    const played = new PlayedTest(machine, { variables, attributes });
    problems.push(...unmet(expects, played.begin(slots), ['expects']));
    for (const [index, turn] of turns.entries()) {
      path = ['turns', index];
      problems.push(...unmet(turn.expects ?? {}, played.turn(turn), [...path, 'expects']));
    }
    return problems;
  } catch (error) {
    if (!(error instanceof DomainError || error instanceof CannotHappen)) throw error;
    const member = error instanceof CannotHappen ? error.member : [];
    return [...problems, { path: [...path, ...member], message: error.message }];
  }
}

/** What a test says cannot happen where the conversation stands. */
class CannotHappen extends Error {
  readonly member: readonly string[];

  constructor(message: string, member?: string) {
    super(message);
    this.member = member === undefined ? [] : [member];
  }
}

/** Timers of one `waits`. */
const mostTimers = 100;

/** A conversation with a clock of its own. */
class PlayedTest {
  private at = 0;
  private state!: FlowState;
  private actions: FlowAction[] = [];

  constructor(
    private readonly machine: FlowMachine,
    private readonly surroundings: FlowSurroundings,
  ) {}

  begin(slots: FlowState['slots']): FlowStep {
    const step = this.machine.start(this.surroundings, { at: this.at, slots });
    this.state = step.state;
    return step;
  }

  turn(turn: TestTurn): FlowStep {
    const { state } = this;
    if (state.outcome !== undefined) throw new CannotHappen(`the flow has ended already, with ${shown(state.outcome)}`);
    this.actions = [];
    this.happen(turn);
    this.answer(turn);
    return { state: this.state, actions: this.actions };
  }

  private happen({ says, waits, event, data = {}, handed_back: back }: TestTurn): void {
    const [first, second] = Object.entries({ says, waits, event, handed_back: back })
      .filter(([, value]) => value !== undefined)
      .map(([member]) => member);
    if (second !== undefined) throw new CannotHappen(`one thing happens in a turn, and here ${first} does`, second);
    if (says !== undefined) this.tell({ type: 'USER', text: says, at: this.at }, 'user', 'says');
    if (event !== undefined) this.tell({ type: 'EVENT', name: event, data, at: this.at }, 'event', 'event');
    if (back !== undefined) this.tell({ type: 'HANDED_BACK', data: back, at: this.at }, 'agent', 'handed_back');
    if (waits !== undefined) this.wait(waits);
  }

  /** Timers ring one after the other, each when it is due. */
  private wait(time: string): void {
    const passed = durationMs(time);
    if (passed === undefined) throw new CannotHappen(`${time} is less than a second or more than 30 days`, 'waits');
    const until = this.at + passed;
    for (let rung = 0; rung < mostTimers; rung++) {
      const due = dueTimer(this.state, until);
      if (due === undefined) break;
      this.at = Math.max(this.at, due.at);
      this.play({ type: 'TIMER', timer: due.timer, at: this.at });
    }
    this.at = until;
  }

  /** What was asked for, for as long as the turn says what comes of it. */
  private answer(turn: TestTurn): void {
    const answers = turn.answer === undefined ? [] : [turn.answer].flat();
    const results = callResults(turn);
    for (let effects = 0; effects < limits.effects; effects++) {
      const [awaited] = this.machine.waitsFor(this.state);
      if (awaited === 'answer' && (answers.length > 0 || this.isFree(turn)))
        this.play({ type: 'ANSWERED', text: textOf(answers.shift() ?? ''), at: this.at });
      else if (awaited === 'call' && results.length > 0)
        this.play({ ...results.shift()!, effect: this.state.effect!, at: this.at });
      else break;
    }
    if (answers.length > 0) throw new CannotHappen('no model is asked here', 'answer');
    if (results.length > 0)
      throw new CannotHappen('nothing is called here', turn.called === undefined ? 'call_fails' : 'called');
  }

  /** Whether a test need not say what a model answers: where it talks freely, in a turn that says nothing of answers. */
  private isFree({ answer, called, call_fails }: TestTurn): boolean {
    const last = this.actions.at(-1);
    if (answer !== undefined || called !== undefined || call_fails !== undefined) return false;
    return last?.type === 'EXECUTE' && last.output === undefined;
  }

  private tell(event: FlowEvent, awaited: 'user' | 'event' | 'agent', member: string): void {
    const waitsFor = this.machine.waitsFor(this.state);
    if (!waitsFor.includes(awaited)) {
      const found = waitsFor.map((one) => hints[one]).join(' or ');
      throw new CannotHappen(`${this.state.state} waits for ${found || 'nothing'}`, member);
    }
    this.play(event);
  }

  private play(event: FlowEvent): void {
    const { state, actions } = this.machine.transition(this.state, event, this.surroundings);
    this.state = state;
    this.actions.push(...actions);
  }
}

const hints = {
  user: 'the user (says)',
  call: 'a call (called, call_fails)',
  answer: 'a model (answer)',
  event: 'an event (event)',
  agent: 'a person (handed_back)',
  timer: 'a timer (waits)',
} as const;

type CallResult =
  | { readonly type: 'CALLED'; readonly result: Json }
  | { readonly type: 'CALL_FAILED'; readonly code: string; readonly message: string };

function callResults({ called, call_fails: code }: TestTurn): CallResult[] {
  if (called !== undefined && code !== undefined) throw new CannotHappen('the call has come to a result', 'call_fails');
  if (code !== undefined) return [{ type: 'CALL_FAILED', code, message: code }];
  return called === undefined ? [] : [{ type: 'CALLED', result: called }];
}

const textOf = (answer: string | JsonObject) => (typeof answer === 'string' ? answer : JSON.stringify(answer));
