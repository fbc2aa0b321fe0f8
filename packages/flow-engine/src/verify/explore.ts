import { DomainError } from '@trialogue/errors';
import { machineFor } from '../compile-flow';
import type { FlowDefinition, FlowIncludes } from '../definition';
import type { FlowEvent, FlowMachine, FlowState, FlowStep, Standing } from '../flow-state';
import { type CompiledGuard, type GuardScope, guardsOf } from '../guard';
import { choicesOf } from '../routes';
import { type Beginning, Candidates } from './candidates';
import { eventsFor } from './events';
import type { AnswerOf, Witness } from './finding';
import { ownStanding, PlayedFlows } from './played-flow';
import { beganAt } from './replay';

/** What was seen where a state chose where to go. */
export interface Choice {
  readonly scope: GuardScope;
  readonly witness: Witness;
}

/** What conversations did that were really played. All is said of states of the flow itself, not of those it includes. */
export interface Seen {
  /** A way to each state that was entered. */
  readonly entered: ReadonlyMap<string, Witness>;
  /** By state and index: `ask.0`. */
  readonly taken: ReadonlyMap<string, Witness>;
  /** The same, and states that chose (`ask`), in steps that ended with a text that could not be said. */
  readonly tried: ReadonlySet<string>;
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
export function explore(flow: FlowDefinition, flows: FlowIncludes, answerOf: AnswerOf): Generator<void, Seen> {
  return new Search(flow, flows, answerOf).run();
}

/** What is worth trying in one of the flows, and its guards. */
interface Trial {
  readonly candidates: Candidates;
  readonly guards: readonly CompiledGuard[];
}

class Search {
  private readonly trials = new Map<FlowDefinition, Trial>();
  private readonly flows: PlayedFlows;
  private readonly entered = new Map<string, Witness>();
  private readonly taken = new Map<string, Witness>();
  private readonly tried = new Set<string>();
  private readonly choices = new Map<string, Choice[]>();
  private readonly ended = new Map<string, Witness>();
  private readonly failures: { state: string; problem: string; witness: Witness }[] = [];
  private readonly filled = new Set<string>();
  /** States that chose where to go in this step, and what they took; it counts once the whole step could be played. */
  private passed: { readonly state: string; readonly index: number | undefined; readonly scope: GuardScope }[] = [];
  private readonly alike = new Map<string, number>();
  private readonly waiting: Visit[][] = Array.from({ length: most.alike }, () => []);
  private steps = 0;
  private evaluated = 0;
  private current: Witness = { slots: {}, variables: {}, attributes: {}, events: [] };
  private readonly machine: FlowMachine;

  constructor(
    private readonly flow: FlowDefinition,
    flows: FlowIncludes,
    private readonly answerOf: AnswerOf,
  ) {
    this.flows = new PlayedFlows(flow, flows);
    this.machine = machineFor(flow, flows, (state, index, scope) => {
      this.passed.push({ state, index, scope });
    });
  }

  *run(): Generator<void, Seen> {
    yield;
    for (const beginning of this.trialOf(this.flow).candidates.beginnings()) {
      const start = { at: beganAt, slots: beginning.slots };
      this.play({ beginning, events: [] }, () => this.machine.start(beginning, start));
      yield;
    }
    for (let visit = this.next(); visit !== undefined && !this.isSpent; visit = this.next()) yield* this.visit(visit);
    const { entered, taken, tried, choices, failures, filled, ended, steps } = this;
    return { entered, taken, tried, choices, failures, filled, ended, steps };
  }

  private trialOf(flow: FlowDefinition): Trial {
    const before = this.trials.get(flow);
    if (before !== undefined) return before;
    const candidates = new Candidates(flow, this.answerOf);
    const compile = guardsOf(flow.slots ?? {});
    const trial = { candidates, guards: candidates.guards.map(({ guard, sight }) => compile(guard, sight)) };
    this.trials.set(flow, trial);
    return trial;
  }

  private next(): Visit | undefined {
    return this.waiting.find(({ length }) => length > 0)?.shift();
  }

  private get isSpent(): boolean {
    return this.steps >= most.steps || this.evaluated >= most.guards;
  }

  private *visit({ state, beginning, events }: Visit): Generator<void, void> {
    const flow = this.flows.of(state);
    const { candidates } = this.trialOf(flow);
    const at = events.at(-1)?.at ?? beganAt;
    for (const event of eventsFor(flow, state, this.machine.waitsFor(state), candidates, beginning, at)) {
      const from = ownStanding(state);
      this.play({ beginning, events: [...events, event], from }, () =>
        this.machine.transition(state, event, beginning),
      );
      yield;
    }
  }

  private play(
    { beginning, events, from }: Omit<Visit, 'state'> & { readonly from?: Standing },
    act: () => FlowStep,
  ): void {
    if (this.isSpent) return;
    this.steps += 1;
    this.current = { ...beginning, events };
    this.passed = [];
    try {
      const { state, actions } = act();
      for (const { state: name, index, scope } of this.passed) this.choose(name, index, scope);
      for (const action of actions) {
        if (action.type === 'ENTER' && action.flow === undefined) this.enter(action.state);
        if (action.type === 'COLLECT' && from !== undefined) this.filled.add(from.state);
      }
      const own = ownStanding(state);
      if (own !== undefined) this.enter(own.state);
      if (state.outcome === undefined) this.keep({ state, beginning, events });
      else if (own !== undefined) this.note(this.ended, `${state.outcome}.${this.roundFrom(own, state.outcome)}`);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'FLOW_TEXT_FAILED') throw error;
      for (const one of this.passed) this.tried.add(one.index === undefined ? one.state : `${one.state}.${one.index}`);
      const { state, problem } = error.data as unknown as { readonly state: string; readonly problem: string };
      if (this.failures.length < most.failures) this.failures.push({ state, problem, witness: this.current });
    }
  }

  private roundFrom({ state }: Standing, outcome: string): string {
    if (outcome !== 'stuck') return state;
    const passed = this.passed.flatMap((one) => (one.index === undefined ? one.state : []));
    const isRepeated = (name: string) => passed.indexOf(name) !== passed.lastIndexOf(name);
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

  private lookOf({ state, beginning }: Visit): string {
    const { text, callers = [], spent, attempts, effect } = state;
    const standings = [...callers, state].map((one) => this.standingLook(one, beginning, text));
    return [
      ...standings,
      spent,
      attempts,
      effect === undefined ? '' : 'calling',
      text === undefined ? '' : 'asked',
    ].join('|');
  }

  private standingLook(standing: Standing, beginning: Beginning, text = ''): string {
    const { flow = '', state, slots, tries, turns } = standing;
    const { candidates, guards } = this.trialOf(this.flows.of(standing));
    const scope = { ...beginning, slots, turns, text, answer: '' };
    this.evaluated += guards.length;
    const held = guards.map((guard) => (guard(scope) ? 1 : 0)).join('');
    return [flow, state, tries, Math.min(turns, candidates.turns), Object.keys(slots).sort(), held].join('|');
  }

  private choose(state: string, index: number | undefined, scope: GuardScope): void {
    this.enter(state);
    if (index !== undefined) {
      this.note(this.taken, `${state}.${index}`);
      return;
    }
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
