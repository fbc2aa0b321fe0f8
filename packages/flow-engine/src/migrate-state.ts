import type { Problem } from '@trialogue/errors';
import type { Json } from '@trialogue/plugin-api';
import { durationMs, shown } from '@trialogue/variant-config';
import type { FlowDefinition, FlowIncludes } from './definition';
import type { FlowState, Frame, Standing } from './flow-state';
import { valueProblem } from './slot-value';
import type { SlotImage, StateImage } from './state-map';

/** Where conversations go over to, and how. */
export interface StateMigration {
  readonly definition: FlowDefinition;
  readonly flows: FlowIncludes;
  /** Of every state in which one may stand. */
  readonly states: readonly StateImage[];
  /** Slots that are not named keep their names. */
  readonly slots: readonly SlotImage[];
}

/** The state that a conversation has afterwards, or why it cannot go over; paths begin in its old flow. */
export type MigratedState = { readonly state: FlowState } | { readonly problems: readonly Problem[] };

type Timers = Readonly<Record<string, number>>;

/**
 * Takes a conversation's state over to another version of its flow. Nothing is said or done: it stands in the image of
 * its state with the same slots, and its timers are those of the image, from when it entered the state. A flow that it is
 * in goes with it where the other version includes that very version of it.
 *
 * @param at ms since the epoch
 */
export function migrateState(state: FlowState, to: StateMigration, at: number): MigratedState {
  if (state.outcome !== undefined || state.effect !== undefined || state.text !== undefined)
    return { problems: [{ path: ['states', state.state], message: 'is in the middle of a turn' }] };
  const [caller, ...inner] = state.callers ?? [];
  if (state.flow !== undefined && caller === undefined) return linked(state, to);
  const root: Frame = caller ?? state;
  const problems: Problem[] = [];
  const image = to.states.find(({ from }) => from === root.state)?.to ?? undefined;
  if (image === undefined)
    problems.push({ path: ['states', root.state], message: 'has no image; say in `states` where it goes on' });
  const slots = slotsIn(root.slots, to, problems);
  const below = inner[0] ?? state;
  if (caller !== undefined && image !== undefined) problems.push(...inclusionProblems(caller, image, below, to));
  if (problems.length > 0 || image === undefined) return { problems };
  const { due, collected, ...kept } = root;
  // The timers of a flow that waits for another stand still, unless it has some.
  const timers = caller !== undefined && due === undefined ? undefined : timersOf(to.definition, image, due, at);
  const standing = {
    ...{ ...kept, state: image, slots },
    ...(timers && { due: timers }),
    ...(collected && { collected: collectedIn(collected, slots, to) }),
  };
  return { state: caller === undefined ? standing : { ...state, callers: [standing, ...inner] } };
}

/** It has gone over into another flow, which stays what it is. */
function linked(state: FlowState, { flows }: StateMigration): MigratedState {
  if (versionsIn(flows).has(state.flow!)) return { state };
  const message = `has gone over into ${state.flow}, which the other version does not include`;
  return { problems: [{ path: ['states', state.state], message }] };
}

function inclusionProblems(
  { state, interrupted }: Frame,
  image: string,
  { flow }: Standing,
  { definition, flows }: StateMigration,
): Problem[] {
  const there = definition.states[image]!;
  const reference = !interrupted && 'flow' in there ? there.flow : undefined;
  const isIncluded = reference === undefined ? versionsIn(flows).has(flow!) : flows[reference]?.version === flow;
  if (isIncluded) return [];
  const message = `waits for ${flow}, which the other version does not include there; let these conversations come back first`;
  return [{ path: ['states', state], message }];
}

function versionsIn(flows: FlowIncludes): ReadonlySet<string> {
  return new Set(Object.values(flows).flatMap(({ version, flows: more = {} }) => [version, ...versionsIn(more)]));
}

function slotsIn(values: Standing['slots'], { definition, slots }: StateMigration, problems: Problem[]) {
  const known = definition.slots ?? {};
  const taken: Record<string, Json> = {};
  for (const [slot, value] of Object.entries(values)) {
    const image = slots.find(({ from }) => from === slot);
    const name = image === undefined ? slot : image.to;
    if (name === null) continue;
    const path = ['slots', slot];
    if (!Object.hasOwn(known, name)) {
      problems.push({
        path,
        message: 'would lose its value; say in `slots` what becomes of it, or that it is given up',
      });
      continue;
    }
    const refusal = value === null ? undefined : valueProblem(known[name]!.schema, value);
    if (refusal !== undefined)
      problems.push({ path, message: `has a value that ${shown(name)} does not take. ${refusal}` });
    else taken[name] = value;
  }
  return taken;
}

function collectedIn(collected: NonNullable<Standing['collected']>, slots: Standing['slots'], to: StateMigration) {
  return collected.flatMap(([slot, state]): (readonly [string, string])[] => {
    const renamed = to.slots.find(({ from }) => from === slot);
    const name = renamed === undefined ? slot : renamed.to;
    const place = to.states.find(({ from }) => from === state)?.to;
    return name !== null && place != null && Object.hasOwn(slots, name) ? [[name, place]] : [];
  });
}

/** The timers of a state for a conversation that has been in it since the old ones say. */
function timersOf({ states }: FlowDefinition, image: string, due: Timers | undefined, at: number): Timers | undefined {
  const state = states[image]!;
  const entered = enteredAt(due) ?? at;
  const after = Object.keys(('after' in state && state.after) || {}).map((duration): [string, number] => [
    `after.${duration}`,
    entered + durationMs(duration)!,
  ]);
  const silence = 'collect' in state && state.no_input ? durationMs(state.no_input.after) : undefined;
  const timers = [
    ...after,
    ...(silence === undefined ? [] : [['no_input', due?.no_input ?? at + silence] satisfies [string, number]]),
  ];
  return timers.length > 0 ? Object.fromEntries(timers) : undefined;
}

function enteredAt(due: Timers = {}): number | undefined {
  for (const [timer, rings] of Object.entries(due))
    if (timer.startsWith('after.')) return rings - durationMs(timer.slice('after.'.length))!;
  return undefined;
}
