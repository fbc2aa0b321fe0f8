import { canonicalJson } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import { alternatives, shown, unknownName } from '@trialogue/variant-config';
import type { FlowDefinition, StateDefinition } from './definition';
import { flowBehaviour } from './flow-behaviour';
import { kindOf } from './routes';
import type { StateKind } from './state-schemas';

/** Where a conversation that stands in a state of one version stands in another. */
export interface StateImage {
  readonly from: string;
  /** Null: nowhere. */
  readonly to: string | null;
}

/** States in which a conversation can stand between two turns. */
const standing: readonly StateKind[] = ['collect', 'prompt', 'await', 'handoff', 'flow'];

/** Members that say what a state is about; the others say how it goes about it, and where it leads. */
const about: { readonly [kind in StateKind]?: readonly string[] } = {
  collect: ['collect'],
  prompt: ['prompt', 'until'],
  await: ['await'],
  handoff: ['handoff'],
  flow: ['flow'],
};

/** The states of a flow in which a conversation can stand between two turns. */
export const standingStates = ({ states }: FlowDefinition): string[] =>
  Object.keys(states).filter((name) => isStanding(states[name]!));

const isStanding = (state: StateDefinition): boolean => standing.includes(kindOf(state)!);

/**
 * For each state in which a conversation can stand: where it would stand in another version of the flow. That is the
 * state of the same name and kind, and of the same slot if it collects one; else the only new one that is about the same.
 */
export function proposeStateMap(before: FlowDefinition, after: FlowDefinition): StateImage[] {
  const [old, now] = [statesOf(before), statesOf(after)];
  const isNew = (name: string) => before.states[name] === undefined || !isAlike(old(name), now(name));
  const candidates = standingStates(after).filter(isNew);
  return standingStates(before).map((from) => {
    if (after.states[from] !== undefined && isAlike(old(from), now(from))) return { from, to: from };
    const [to, ...more] = candidates.filter((name) => isAboutTheSame(old(from), now(name)));
    return { from, to: to !== undefined && more.length === 0 ? to : null };
  });
}

type State = { readonly [member: string]: unknown };

function statesOf(definition: FlowDefinition): (name: string) => State {
  const { states } = flowBehaviour(definition);
  return (name) => states[name] as State;
}

/** Of the same name: whether the one goes on as the other. */
const isAlike = (one: State, other: State): boolean =>
  kindOf(one) === kindOf(other) && one.collect === other.collect && eventOf(one) === eventOf(other);

const eventOf = ({ await: awaited }: State) => (awaited as { readonly event?: string } | undefined)?.event;

function isAboutTheSame(one: State, other: State): boolean {
  const kind = kindOf(one)!;
  if (kind !== kindOf(other)) return false;
  const partOf = (state: State) =>
    canonicalJson(JSON.parse(JSON.stringify(about[kind]!.map((member) => state[member] ?? null))));
  return partOf(one) === partOf(other);
}

/** What keeps a map from being used; images that it does not name are the proposed ones. Paths begin at the map. */
export function stateMapProblems(
  before: FlowDefinition,
  after: FlowDefinition,
  images: readonly StateImage[],
): Problem[] {
  const [old, now] = [standingStates(before), standingStates(after)];
  return images.flatMap(({ from, to }, index): Problem[] => {
    const path = ['states', index];
    if (!old.includes(from))
      return [unknownName([...path, 'from'], `no conversation can stand in ${shown(from)}`, from, old)];
    if (images.findIndex((one) => one.from === from) < index)
      return [{ path: [...path, 'from'], message: `is there twice: ${shown(from)}` }];
    if (to === null) return [];
    if (!now.includes(to)) return [unknownName([...path, 'to'], `no conversation can stand in ${shown(to)}`, to, now)];
    const [wanted, found] = [waitedFor(before.states[from]!), waitedFor(after.states[to]!)];
    if (wanted === found) return [];
    const message = `${shown(to)} waits for ${found}, and ${shown(from)} for ${wanted}; expected ${alternatives(now.filter((name) => waitedFor(after.states[name]!) === wanted))}`;
    return [{ path: [...path, 'to'], message }];
  });
}

/** What a conversation waits for in a state, in words. */
function waitedFor(state: StateDefinition): string {
  if ('await' in state) return `the event ${shown(state.await.event)}`;
  if ('handoff' in state) return 'a person to hand it back';
  return 'flow' in state ? 'another flow to end' : 'the user';
}

/** A map with the images of the one, and of the other where the one says nothing. */
export const overlaid = (images: readonly StateImage[], proposed: readonly StateImage[]): StateImage[] =>
  proposed.map((image) => images.find(({ from }) => from === image.from) ?? image);

/** What a slot's value becomes in another version. */
export interface SlotImage {
  readonly from: string;
  /** Null: it is given up. */
  readonly to: string | null;
}

/** What keeps images of slots from being used. Paths begin at the map. */
export function slotMapProblems(
  { slots: old = {} }: FlowDefinition,
  { slots: now = {} }: FlowDefinition,
  images: readonly SlotImage[],
): Problem[] {
  return images.flatMap(({ from, to }, index): Problem[] => {
    const path = ['slots', index];
    if (!Object.hasOwn(old, from))
      return [unknownName([...path, 'from'], `there is no slot ${shown(from)}`, from, Object.keys(old))];
    if (to === null || Object.hasOwn(now, to)) return [];
    return [unknownName([...path, 'to'], `there is no slot ${shown(to)}`, to, Object.keys(now))];
  });
}
