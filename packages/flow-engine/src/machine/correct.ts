import type { Json } from '@trialogue/plugin-api';
import type { CollectState, FlowDefinition } from '../definition';
import type { Expressions } from '../guard';
import { correctionsOf } from '../read-correction';
import { rulesOf } from '../routes';
import type { Step } from './step';

/** What a user's text corrects. */
export type Correction =
  /** Only the answer to what is asked for. */
  | { readonly answer: string }
  /** A slot, in the state that collected it; `broken`: what a rule of that state says to the new value. */
  | { readonly slot: string; readonly value: Json; readonly state: string; readonly broken?: string };

/** Business rules of a state, of which the first that a slot's new value breaks answers. */
export type BrokenRule = (step: Step, value: Json) => string | undefined;

/** The rules of all states that collect. */
export function rulesIn({ states }: FlowDefinition, { guard }: Expressions): ReadonlyMap<string, BrokenRule> {
  return new Map(
    Object.entries(states).flatMap(([name, state]) => {
      if (!('collect' in state)) return [];
      const rules = rulesOf(state).map(({ when, otherwise }) => ({ holds: guard(when), otherwise }));
      const broken: BrokenRule = (step, value) => {
        const slots = { ...step.slots, [state.collect]: value };
        const rule = rules.find(({ holds }) => !holds(step.scope(slots)));
        return rule && step.render(name, rule.otherwise, { slots });
      };
      return [[name, broken] as const];
    }),
  );
}

/** Reads corrections of what was collected in a flow, unless it does without. */
export function readCorrections(
  { slots = {}, states, correction }: FlowDefinition,
  rules: ReturnType<typeof rulesIn>,
): (step: Step, asked?: CollectState) => Correction | undefined {
  if (correction === false) return () => undefined;
  const read = correctionsOf(slots, correction?.words);
  return (step, asked) => {
    const isThere = ([slot, name]: readonly [string, string]) => {
      const state = Object.hasOwn(states, name) ? states[name]! : {};
      return 'collect' in state && state.collect === slot && Object.hasOwn(step.slots, slot);
    };
    const collected = step.collected?.filter(isThere) ?? [];
    const found = read(step.text, {
      ...(asked !== undefined && { asked: asked.collect }),
      collected: collected.map(([slot]) => slot),
    });
    if (found === undefined || 'answer' in found) return found;
    const [, state] = collected.find(([slot]) => slot === found.slot)!;
    const broken = rules.get(state)!(step, found.value);
    return { ...found, state, ...(broken !== undefined && { broken }) };
  };
}

/** Goes back with the new value, unless a rule refuses it: then that is said, and `again` what the state says beside it. */
export function correct(step: Step, correction: Exclude<Correction, { answer: string }>, again: () => void): void {
  if (correction.broken === undefined) {
    step.correcting = correction.value;
    step.leave(correction.state);
  } else {
    step.tell(correction.broken);
    again();
  }
}
