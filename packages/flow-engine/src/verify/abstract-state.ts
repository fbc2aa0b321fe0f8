import type { AwaitState, Call, CollectState, FlowDefinition, LinkState, StateDefinition } from '../definition';
import { guardTree } from '../guard';
import { choicesOf, interruptionsOf, type PlacedInterruption, rulesOf } from '../routes';
import { assume } from './abstract-guard';
import { assigned, isAllTaken } from './abstract-set';
import {
  type Abstract,
  anyString,
  anything,
  exactly,
  hasValue,
  nothing,
  present,
  rangeOf,
  valuesOf,
} from './abstract-value';
import { fewOf } from './arrivals';
import { waysBy, without } from './choosing';
import { type Corrections, corrected } from './corrections';
import type { AnswerOf } from './finding';
import type { Passing } from './passing';
import { resultPlaces } from './result-places';
import type { Surroundings } from './surroundings';

/** How a flow can end, and what is known of its slots then. */
export interface Ends {
  readonly slots: NonNullable<FlowDefinition['slots']>;
  readonly byOutcome: ReadonlyMap<string, Surroundings>;
}

/** What a state stands in. */
export interface Ground {
  readonly flow: FlowDefinition;
  /** Of a flow that is named; undefined where it could end in any way. */
  endsOf(reference: string): Ends | undefined;
  readonly answerOf: AnswerOf;
  readonly corrections: Corrections;
}

/** Where conversations go that come to a state like this. What is known then is known where they come to. */
export function waysOf(ground: Ground, name: string, arriving: readonly Surroundings[]): Passing[] {
  if (name === corrected) return [...ground.corrections.together];
  const state = ground.flow.states[name]!;
  const entered = arriving.map((known) => assigned(state.entry?.set, slotsOf(ground), known));
  const leaving: Passing[] = [
    ...waysBy(choicesOf(state).transitions, fewOf(entered.flatMap((one) => choosing(ground, name, one)))),
    ...entered.flatMap((known) => waysBeside(ground, name, known)),
  ];
  const exit = 'exit' in state ? state.exit?.set : undefined;
  return leaving.map(({ corrected: rewritten, ...one }) => {
    // Where the flow ends, no state is left; and a correction is written after `exit`.
    const left = one.to === undefined ? one.known : assigned(exit, slotsOf(ground), one.known);
    return { ...one, known: kept(rewritten === undefined ? left : new Map([...left, rewritten])) };
  });
}

/** What is known where a state looks at its `next`. */
export function choosingIn(ground: Ground, name: string, arriving: readonly Surroundings[]): Surroundings[] {
  const state = ground.flow.states[name]!;
  return arriving.flatMap((known) => choosing(ground, name, assigned(state.entry?.set, slotsOf(ground), known)));
}

/** What is known where a state waits for a message that can be something else than an answer. */
export function askingIn(ground: Ground, name: string, arriving: readonly Surroundings[]): Surroundings[] {
  const state = ground.flow.states[name]!;
  const entered = arriving.map((known) => assigned(state.entry?.set, slotsOf(ground), known));
  if ('collect' in state) return entered.flatMap((known) => asking(state, known)).map(hearing);
  return 'await' in state ? entered.map(hearing) : [];
}

const slotsOf = ({ flow }: Ground) => flow.slots ?? {};
const kept = (known: Surroundings): Surroundings => new Map([...known].filter(([place]) => lasting.test(place)));
const lasting = /^(?:slots|variables|attributes)\./;
const turns = (low: number, high: number): Abstract => ({ ...nothing, numbers: rangeOf(low, high, true) });

function choosing(ground: Ground, name: string, known: Surroundings): Surroundings[] {
  const state = ground.flow.states[name]!;
  const silent = new Map(known).set('turns', turns(0, 0));
  const save = 'save' in state ? state.save : undefined;
  const saved = (one: Surroundings) => assigned(save, slotsOf(ground), one);
  if ('say' in state && !('handoff' in state)) return [silent];
  if ('choose' in state) return [silent];
  if ('call' in state) return [saved(answering(ground, state.call, silent))];
  if ('await' in state || 'handoff' in state) return [saved(known)];
  if ('flow' in state) return returning(ground, state.flow, silent).map(saved);
  if ('collect' in state) return [...passing(ground, state, silent), ...answered(ground, name, state, known)];
  if (!('prompt' in state)) return [];
  const { output } = state.prompt;
  const before = new Map(rewritten(ground, output?.save, known)).set('turns', turns(1, Infinity));
  return assume(guardTree(state.until), assigned(output?.save, slotsOf(ground), before), 'true');
}

/** A call has given what it gives. */
function answering({ answerOf }: Ground, call: Call, known: Surroundings): Surroundings {
  const schema = answerOf(call);
  return schema === undefined ? known : new Map([...known, ...resultPlaces(schema)]);
}

/** A prompt saves again with each answer, so what it saved before can be anything. */
function rewritten(ground: Ground, save: object | undefined, known: Surroundings): Surroundings {
  const any = (slot: string): Abstract => ({ ...valuesOf(slotsOf(ground)[slot]!.schema), missing: true });
  return new Map([...known, ...Object.keys(save ?? {}).map((slot) => [`slots.${slot}`, any(slot)] as const)]);
}

/** What a flow gives back, for each way in which it can end. */
function returning(ground: Ground, reference: string, known: Surroundings): Surroundings[] {
  const ends = ground.endsOf(reference);
  if (ends === undefined) return [known];
  return [...ends.byOutcome].map(([outcome, ended]) => {
    const results = Object.entries(ends.slots).map(([slot, { schema }]) => {
      const value = ended.get(`slots.${slot}`) ?? { ...valuesOf(schema), missing: true };
      return [`result.${slot}`, value] as const;
    });
    return new Map([...known, ...results, ['outcome', exactly(outcome)] as const]);
  });
}

/** A message has come. */
const hearing = (known: Surroundings): Surroundings =>
  new Map(known).set('turns', turns(1, Infinity)).set('text', anyString);

const placeOf = ({ collect }: CollectState) => `slots.${collect}`;

/** The slot is filled, so it is not asked for; or it is corrected, which comes after `entry`, where that writes it. */
function passing(ground: Ground, state: CollectState, silent: Surroundings): Surroundings[] {
  const isWritten = ground.flow.correction !== false && Object.hasOwn(state.entry?.set ?? {}, state.collect);
  const before = isWritten ? valuesOf(slotsOf(ground)[state.collect]!.schema) : silent.get(placeOf(state));
  const filled = present(before ?? anything);
  return hasValue(filled) ? [new Map(silent).set(placeOf(state), filled)] : [];
}

/** The slot is asked for: it is empty. */
const asking = (state: CollectState, known: Surroundings): Surroundings[] =>
  (known.get(placeOf(state)) ?? anything).missing
    ? [new Map(known).set(placeOf(state), { ...nothing, missing: true })]
    : [];

function answered(ground: Ground, name: string, state: CollectState, known: Surroundings): Surroundings[] {
  const values = valuesOf(slotsOf(ground)[state.collect]!.schema);
  if (!hasValue(values)) return [];
  const interruptions = interruptionsOf(ground.flow, state);
  const { check } = state;
  const guards = [...rulesOf(state).map(({ when }) => when), ...(check ? [check.valid] : [])];
  return asking(state, known).flatMap((one) => {
    const isUncounted = interruptions.length > 0 || ground.corrections.from(name, one).length > 0;
    const most = isUncounted ? Infinity : (state.max_tries ?? 3);
    const after = left(interruptions, hearing(one)).map((rest): Surroundings => {
      const one = new Map(rest).set(placeOf(state), values).set('turns', turns(1, most));
      return check ? answering(ground, check.call, one) : one;
    });
    return guards.reduce<Surroundings[]>(
      (all, guard) => all.flatMap((each) => assume(guardTree(guard), each, 'true')),
      after,
    );
  });
}

/** What is known of a message that no interruption takes. */
const left = (interruptions: readonly PlacedInterruption[], known: Surroundings): Surroundings[] =>
  interruptions.reduce<Surroundings[]>((all, { when }) => without(all, guardTree(when)), [known]);

/** Ways that no transition of `next` is. */
function waysBeside(ground: Ground, name: string, known: Surroundings): Passing[] {
  const state = ground.flow.states[name]!;
  if ('final' in state) return [{ way: 'end', outcome: state.final, known }];
  if ('link' in state) return goingOver(ground, state, known);
  // A correction is checked too, where the slot is filled.
  const isAsking = 'collect' in state && (state.check === undefined || ground.flow.correction === false);
  const waiting = isAsking ? asking(state, known) : [known];
  const held = 'prompt' in state ? waiting.map((one) => rewritten(ground, state.prompt.output?.save, one)) : waiting;
  const timers = 'after' in state ? Object.entries(state.after ?? {}) : [];
  return [
    ...held.flatMap((one) => failures(ground, state, one)),
    ...timers.flatMap(([time, to]) => held.map((one) => ({ way: `after.${time}`, to, known: one }))),
    ...('collect' in state || 'await' in state ? waiting.flatMap((one) => instead(ground, name, state, one)) : []),
  ];
}

function goingOver(ground: Ground, { link }: LinkState, known: Surroundings): Passing[] {
  const ends = ground.endsOf(link);
  if (ends === undefined) return [{ way: 'end', known }];
  return [...ends.byOutcome.keys()].map((outcome) => ({ way: 'end', outcome, known }));
}

/** Too many tries, calls that fail, answers of no form, and results that a slot's schema refuses. */
function failures(ground: Ground, state: StateDefinition, known: Surroundings): Passing[] {
  const lead = (outcome: string, one: Surroundings): Passing =>
    'failed' in state && state.failed !== undefined
      ? { way: 'failed', to: state.failed, known: one }
      : { way: 'end', outcome, known: one };
  if ('collect' in state)
    return [lead('not_collected', known), ...(state.check && !state.failed ? [lead('call_failed', known)] : [])];
  if ('prompt' in state) return state.prompt.output ? [lead('not_structured', known)] : [];
  if (!('call' in state)) return [];
  const answered = answering(ground, state.call, known);
  const saved = assigned(state.save, slotsOf(ground), answered);
  const refused = isAllTaken(state.save, slotsOf(ground), answered) ? [] : [lead('call_failed', saved)];
  return [lead('call_failed', known), ...refused];
}

/** What a user says instead of an answer: an interruption, in whose order they are asked for, or a correction. */
function instead(ground: Ground, name: string, state: CollectState | AwaitState, known: Surroundings): Passing[] {
  let heard: readonly Surroundings[] = [hearing(known)];
  const taken = interruptionsOf(ground.flow, state).flatMap(({ when, to, flow, path, isOwn }): Passing[] => {
    const tree = guardTree(when);
    const before = heard;
    heard = without(before, tree);
    if (to === undefined && flow === undefined) return [];
    const way = `${isOwn ? 'own.' : ''}${path.join('.')}`;
    return before.flatMap((one) => assume(tree, one, 'true')).map((one) => ({ way, to: to ?? name, known: one }));
  });
  return [...taken, ...ground.corrections.from(name, known)];
}
