import { DomainError } from '@trialogue/errors';
import { machineFor } from '../compile-flow';
import type { FlowDefinition, StateDefinition } from '../definition';
import type { FlowEvent, FlowState, FlowStep } from '../flow-state';
import { type CompiledGuard, type GuardScope, guardsOf } from '../guard';
import { choicesOf } from '../routes';
import { type Beginning, Candidates } from './candidates';
import type { Witness } from './finding';

/** What was seen where a state chose where to go. */
export interface Choice {
  readonly scope: GuardScope;
  readonly witness: Witness;
}

/** What conversations did that were really played. */
export interface Seen {
  /** A way to each state that was entered. */
  readonly entered: ReadonlyMap<string, Witness>;
  /** By state and index: `ask.0`. */
  readonly taken: ReadonlyMap<string, Witness>;
  readonly choices: ReadonlyMap<string, readonly Choice[]>;
  /** Texts that could not be said. */
  readonly failures: readonly { readonly state: string; readonly problem: string; readonly witness: Witness }[];
  /** States whose slot an answer filled. */
  readonly filled: ReadonlySet<string>;
  /** By outcome and the state in which the flow ended, or the first of those that it went round in: `stuck.ask`. */
  readonly ended: ReadonlyMap<string, Witness>;
  /** Steps that were played; as many as are allowed when the search was broken off. */
  readonly steps: number;
}

/** `guards`: those that are evaluated, in steps and to tell what looks alike. */
const most = { steps: 1_500, guards: 30_000, alike: 3, choices: 60, failures: 40 };

interface Visit {
  readonly state: FlowState;
  readonly beginning: Beginning;
  readonly events: readonly FlowEvent[];
}

/**
 * Plays a flow with what its guards and schemas make worth trying, states that look new first. Conversations that no
 * guard can tell apart are followed a few times only. It pauses after each step.
 */
export function explore(flow: FlowDefinition): Generator<void, Seen> {
  return new Search(flow).run();
}

class Search {
  private readonly candidates: Candidates;
  private readonly guards: readonly CompiledGuard[];
  private readonly entered = new Map<string, Witness>();
  private readonly taken = new Map<string, Witness>();
  private readonly choices = new Map<string, Choice[]>();
  private readonly ended = new Map<string, Witness>();
  private readonly failures: { state: string; problem: string; witness: Witness }[] = [];
  private readonly filled = new Set<string>();
  /** States that chose where to go in this step. */
  private passed: string[] = [];
  private readonly alike = new Map<string, number>();
  private readonly waiting: Visit[][] = Array.from({ length: most.alike }, () => []);
  private steps = 0;
  private evaluated = 0;
  private current: Witness = { slots: {}, variables: {}, attributes: {}, events: [] };
  private readonly machine;

  constructor(private readonly flow: FlowDefinition) {
    this.candidates = new Candidates(flow);
    const compile = guardsOf(flow.slots ?? {});
    this.guards = this.candidates.guards.map((guard) => compile(guard));
    this.machine = machineFor(flow, {}, (state, index, scope) => this.choose(state, index, scope));
  }

  *run(): Generator<void, Seen> {
    yield;
    for (const beginning of this.candidates.beginnings()) {
      this.play({ beginning, events: [] }, () => this.machine.start(beginning, { at: 0, slots: beginning.slots }));
      yield;
    }
    for (let visit = this.next(); visit !== undefined && !this.isSpent; visit = this.next()) yield* this.visit(visit);
    const { entered, taken, choices, failures, filled, ended, steps } = this;
    return {
      entered,
      taken,
      choices,
      failures,
      filled,
      ended,
      steps,
    };
  }

  private next(): Visit | undefined {
    return this.waiting.find(({ length }) => length > 0)?.shift();
  }

  private get isSpent(): boolean {
    return this.steps >= most.steps || this.evaluated >= most.guards;
  }

  private *visit(visit: Visit): Generator<void, void> {
    for (const event of this.eventsFor(this.flow.states[visit.state.state]!, visit)) {
      const events = [...visit.events, event];
      this.play({ beginning: visit.beginning, events, from: visit.state.state }, () =>
        this.machine.transition(visit.state, event, visit.beginning),
      );
      yield;
    }
  }

  private eventsFor(state: StateDefinition, { state: stands, beginning }: Visit): FlowEvent[] {
    if ('collect' in state)
      return this.candidates.answers(state, stands, beginning).map((text) => ({ type: 'USER', text, at: 0 }));
    const type = stands.text === undefined ? 'USER' : 'ANSWERED';
    return this.candidates.said(state, type === 'USER' ? 'text' : 'answer').map((text) => ({ type, text, at: 0 }));
  }

  private play(
    { beginning, events, from }: Omit<Visit, 'state'> & { readonly from?: string },
    act: () => FlowStep,
  ): void {
    if (this.isSpent) return;
    this.steps += 1;
    this.current = { ...beginning, events };
    this.passed = [];
    try {
      const { state, actions } = act();
      for (const action of actions) {
        if (action.type === 'ENTER') this.enter(action.state);
        if (action.type === 'COLLECT') this.filled.add(from!);
      }
      this.enter(state.state);
      if (state.outcome === undefined) this.keep({ state, beginning, events });
      else this.note(this.ended, `${state.outcome}.${this.roundFrom(state)}`);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'FLOW_TEXT_FAILED') throw error;
      const { state, problem } = error.data as unknown as { readonly state: string; readonly problem: string };
      if (this.failures.length < most.failures) this.failures.push({ state, problem, witness: this.current });
    }
  }

  private roundFrom({ state, outcome }: FlowState): string {
    if (outcome !== 'stuck') return state;
    const isRepeated = (name: string) => this.passed.indexOf(name) !== this.passed.lastIndexOf(name);
    return Object.keys(this.flow.states).find(isRepeated) ?? state;
  }

  /** A visit that looks like others before it comes after those that do not, or not at all. */
  private keep(visit: Visit): void {
    const key = this.lookOf(visit);
    const before = this.alike.get(key) ?? 0;
    if (before >= most.alike) return;
    this.alike.set(key, before + 1);
    this.waiting[before]!.push(visit);
  }

  private lookOf({ state: { state, slots, tries, turns, text }, beginning }: Visit): string {
    const scope = { ...beginning, slots, turns, text: text ?? '', answer: '' };
    this.evaluated += this.guards.length;
    const held = this.guards.map((guard) => (guard(scope) ? 1 : 0)).join('');
    const asked = text === undefined ? '' : 'asked';
    return [state, tries, Math.min(turns, this.candidates.turns), Object.keys(slots).sort(), held, asked].join('|');
  }

  private choose(state: string, index: number | undefined, scope: GuardScope): void {
    this.enter(state);
    if (index !== undefined) {
      this.note(this.taken, `${state}.${index}`);
      return;
    }
    this.passed.push(state);
    this.evaluated += choicesOf(this.flow.states[state]!).transitions.length;
    const choices = this.choices.get(state) ?? [];
    this.choices.set(state, choices);
    const place = givenIn(this.current) === 0 ? 0 : choices.length;
    if (choices.length < most.choices) choices.splice(place, 0, { scope, witness: this.current });
  }

  private enter(state: string): void {
    this.note(this.entered, state);
  }

  private note(where: Map<string, Witness>, what: string): void {
    const before = where.get(what);
    if (before === undefined || givenIn(before) > givenIn(this.current)) where.set(what, this.current);
  }
}

/** A witness that begins with fewer values says more. */
const givenIn = ({ slots, variables, attributes }: Witness) =>
  Object.keys({ ...slots, ...variables, ...attributes }).length;
