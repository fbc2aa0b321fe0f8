import type { FlowDefinition, FlowIncludes, StateDefinition } from '../definition';
import { choicesOf, interruptionsOf } from '../routes';
import { askingIn, choosingIn, type Ends, type Ground, waysOf } from './abstract-state';
import { valuesOf } from './abstract-value';
import { Arrivals, joined } from './arrivals';
import { leftOver } from './choosing';
import { corrected, correctionsIn } from './corrections';
import type { AnswerOf } from './finding';
import type { Passing, Way } from './passing';
import type { Surroundings } from './surroundings';

export interface Edge {
  readonly from: string;
  readonly way: Way;
  /** Undefined where the flow ends. */
  readonly to?: string;
}

/** What conversations can do at most: every real one is among it. */
export interface Possible {
  /** Undefined for a state that is never entered. */
  arriving(state: string): readonly Surroundings[] | undefined;
  /** What is known where a state has come to choosing where to go, before its `next` is looked at. */
  choosing(state: string): readonly Surroundings[];
  readonly edges: readonly Edge[];
  /** Whether a state can leave a transition to those before it: what is known where this one is looked at. */
  lookingAt(state: string, index: number): readonly Surroundings[];
  /** What is known where it waits for a message that can be something else than an answer. */
  asking(state: string): readonly Surroundings[];
  readonly ends: Ends | undefined;
}

/** `guards`: those that are judged, each for one alternative. */
const most = { steps: 6_000, guards: 8_000 };

/** What is spent on a flow and all that it includes, and what was found out of those. */
class Spending {
  private steps = 0;
  private guards = 0;
  readonly ends = new Map<FlowDefinition, Ends | undefined>();

  /** Whether that is too much. */
  add(guards: number): boolean {
    this.steps += 1;
    this.guards += guards;
    return this.steps > most.steps || this.guards > most.guards;
  }
}

/**
 * Follows all conversations at once: each state has what is known where it is entered, until nothing new comes to it.
 * Any slot can be given at the beginning, as a conversation's variables can.
 *
 * @returns undefined when that takes more than is spent on it: then nothing is excluded. It pauses after each step
 */
export function* possibilities(
  flow: FlowDefinition,
  flows: FlowIncludes,
  answerOf: AnswerOf,
  spending = new Spending(),
): Generator<void, Possible | undefined> {
  const ground = yield* groundOf(flow, flows, answerOf, spending);
  const begin = new Map(
    Object.entries(flow.slots ?? {}).map(
      ([name, { schema }]) => [`slots.${name}`, { ...valuesOf(schema), missing: true }] as const,
    ),
  );
  const arrivals = new Map([[flow.initial, new Arrivals()]]);
  const edges = new Map<string, Edge>();
  const ends: Passing[] = [];
  const waiting: [state: string, known: Surroundings][] = [[flow.initial, begin]];
  arrivals.get(flow.initial)!.add(begin);
  while (waiting.length > 0) {
    const [from, known] = waiting.pop()!;
    if (spending.add(from === corrected ? 0 : countGuards(flow, flow.states[from]!))) return undefined;
    yield;
    for (const passing of waysOf(ground, from, [known])) {
      const { way, to } = passing;
      edges.set(`${from}.${way}`, { from, way, to });
      if (to === undefined) {
        ends.push(passing);
        continue;
      }
      const arrived = arrivals.get(to) ?? new Arrivals();
      arrivals.set(to, arrived);
      const more = arrived.add(passing.known);
      if (more !== undefined) waiting.push([to, more]);
    }
  }
  return possibleOf(ground, arrivals, [...edges.values()], ends);
}

/** How many guards a state asks before it is left. */
const countGuards = (flow: FlowDefinition, state: StateDefinition): number =>
  choicesOf(state).transitions.length + interruptionsOf(flow, state).length;

function possibleOf(
  ground: Ground,
  arrivals: ReadonlyMap<string, Arrivals>,
  edges: readonly Edge[],
  ends: readonly Passing[],
): Possible {
  const { flow } = ground;
  const chosen = new Map<string, readonly Surroundings[]>();
  const choosing = (state: string) => {
    const known = chosen.get(state) ?? choosingIn(ground, state, arrivals.get(state)?.all ?? []);
    chosen.set(state, known);
    return known;
  };
  return {
    arriving: (state) => arrivals.get(state)?.all,
    choosing,
    lookingAt: (state, index) => leftOver(choicesOf(flow.states[state]!).transitions, index, choosing(state)),
    asking: (state) => askingIn(ground, state, arrivals.get(state)?.all ?? []),
    edges,
    ends: endsFrom(flow, ends),
  };
}

function endsFrom({ slots = {} }: FlowDefinition, ends: readonly Passing[]): Ends | undefined {
  const byOutcome = new Map<string, Surroundings>();
  for (const { outcome, known } of ends) {
    if (outcome === undefined) return undefined;
    const before = byOutcome.get(outcome);
    byOutcome.set(outcome, before === undefined ? known : joined(before, known));
  }
  return { slots, byOutcome };
}

function* groundOf(
  flow: FlowDefinition,
  flows: FlowIncludes,
  answerOf: AnswerOf,
  spending: Spending,
): Generator<void, Ground> {
  const ends = new Map<string, Ends | undefined>();
  for (const state of Object.values(flow.states)) {
    const reference = 'flow' in state ? state.flow : 'link' in state ? state.link : undefined;
    if (reference === undefined || ends.has(reference) || !Object.hasOwn(flows, reference)) continue;
    ends.set(reference, yield* endsOfIncluded(flows[reference]!, answerOf, spending));
  }
  return { flow, endsOf: (reference) => ends.get(reference), answerOf, corrections: correctionsIn(flow) };
}

function* endsOfIncluded(
  { definition, flows = {} }: FlowIncludes[string],
  answerOf: AnswerOf,
  spending: Spending,
): Generator<void, Ends | undefined> {
  if (spending.ends.has(definition)) return spending.ends.get(definition);
  const possible = yield* possibilities(definition, flows, answerOf, spending);
  spending.ends.set(definition, possible?.ends);
  return possible?.ends;
}
