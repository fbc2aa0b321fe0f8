import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import {
  alternatives,
  parsePromptReference,
  schemaProblems,
  shown,
  storageProblems,
  suggestion,
  unknownName,
} from '@trialogue/variant-config';
import type { FlowDefinition, SlotDefinition, StateDefinition } from './definition';
import { outlineSchema } from './flow-schema';
import { textProblems } from './flow-text';
import { textsOf } from './flow-texts';
import { pathProblems, targetProblems } from './graph-problems';
import { GuardError, guardsOf } from './guard';
import { choicesOf, kindOf, rulesOf } from './routes';
import { namePattern } from './schema-parts';
import { schemaProblem } from './slot-value';
import { stateKinds, stateSchemas } from './state-schemas';

/**
 * Everything that is wrong with a flow, at once; nothing for one that `compileFlow` takes. What cannot be judged because
 * of another problem is left out until that is gone.
 */
export function flowProblems(definition: unknown): Problem[] {
  const problems = partProblems(definition);
  if (problems.length > 0) return problems;
  const { initial, states } = definition as FlowDefinition;
  return pathProblems(initial, new Map(Object.entries(states)));
}

/** What is wrong with the parts of a flow, each by itself: one without can be played, wherever its paths lead. */
export function partProblems(definition: unknown): Problem[] {
  const json = (definition ?? null) as Json;
  const outline = [...storageProblems(json), ...schemaProblems(outlineSchema, json)];
  if (!isObject(definition) || !isObject(definition.states)) return outline;
  const slots = entriesOf(definition.slots).filter(([, slot]) => isObject(slot) && isObject(slot.schema));
  const slotNames = Object.keys(isObject(definition.slots) ? definition.slots : {});
  const written = entriesOf(definition.states).filter(([, state]) => isObject(state)) as [string, JsonObject][];
  const shapes = written.flatMap(([name, state]) => stateShapeProblems(name, state));
  const broken = new Set(shapes.map(({ path }) => path[1]));
  const states = new Map(written.filter(([name]) => !broken.has(name)) as unknown as [string, StateDefinition][]);
  const targets = targetProblems(definition.initial, states, Object.keys(definition.states));
  const problems = [
    ...outline,
    ...slotProblems(slots as unknown as [string, SlotDefinition][], outline),
    ...nameProblems('states', Object.keys(definition.states)),
    ...nameProblems('slots', slotNames),
    ...shapes,
    ...targets,
  ];
  const judge = judgeOf(Object.fromEntries(slots) as unknown as { [slot: string]: SlotDefinition }, slotNames);
  return [
    ...problems,
    ...[...states].flatMap(([name, state]) =>
      judge(state).map((one) => ({ ...one, path: ['states', name, ...one.path] })),
    ),
  ];
}

function stateShapeProblems(name: string, state: JsonObject): Problem[] {
  const path = ['states', name];
  const kinds = stateKinds.filter((kind) => Object.hasOwn(state, kind));
  const kind = kindOf(state);
  if (kind === undefined) {
    const meant =
      Object.keys(state)
        .map((member) => suggestion(member, stateKinds))
        .find(Boolean) ?? '';
    return [{ path, message: `does nothing; expected ${alternatives(stateKinds)}${meant}` }];
  }
  const others = kinds.filter((other) => other !== kind && !(kind === 'final' && other === 'say'));
  if (others.length > 0)
    return [
      { path, message: `has ${[kind, ...others].join(' and ')}; expected one of them, for a state does one thing` },
    ];
  return schemaProblems(stateSchemas[kind], state, path);
}

/** Words that CEL or JavaScript keep for themselves. */
const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while prototype constructor'.split(
    ' ',
  ),
);

const nameProblems = (list: string, names: readonly string[]): Problem[] =>
  names.flatMap((name) => {
    if (reserved.has(name))
      return [{ path: [list, name], message: `${shown(name)} is a reserved word; choose another name` }];
    if (new RegExp(namePattern).test(name)) return [];
    return [{ path: [list, name], message: 'is no name; expected a letter, then letters, digits and _, 64 at most' }];
  });

const slotProblems = (slots: readonly [string, SlotDefinition][], outline: readonly Problem[]): Problem[] =>
  slots.flatMap(([name, { schema }]) => {
    if (outline.some(({ path }) => path[0] === 'slots' && path[1] === name)) return [];
    const message = schemaProblem(schema);
    return message === undefined ? [] : [{ path: ['slots', name, 'schema'], message }];
  });

/** What is wrong inside a state of the right shape: guards, texts, slots and prompts. Paths begin in the state. */
function judgeOf(slots: { readonly [slot: string]: SlotDefinition }, slotNames: readonly string[]) {
  const undetermined = slotNames.filter((name) => !Object.hasOwn(slots, name)).map((name) => [name, { schema: {} }]);
  const compile = guardsOf({ ...slots, ...Object.fromEntries(undetermined) });
  const guard = (path: Problem['path'], text: string | undefined): Problem[] => {
    try {
      if (text !== undefined) compile(text);
      return [];
    } catch (error) {
      if (!(error instanceof GuardError)) throw error;
      return [{ path, message: `found ${shown(text!)}; ${error.message}` }];
    }
  };
  const text = (path: Problem['path'], template: string, sees: readonly string[]): Problem[] =>
    textProblems(template, slotNames, sees).map((message) => ({ path, message }));

  return (state: StateDefinition): Problem[] => [
    ...('collect' in state ? unknownSlot(state.collect, slotNames) : []),
    ...textsOf(state).flatMap(({ template, path, sees }) => text(path, template, sees)),
    ...rulesOf(state).flatMap(({ when, path }) => guard([...path, 'when'], when)),
    ...('prompt' in state ? [...unknownPrompt(state.prompt.prompt_version_id), ...guard(['until'], state.until)] : []),
    ...choiceProblems(state, guard),
  ];
}

function unknownSlot(slot: string, names: readonly string[]): Problem[] {
  if (names.includes(slot)) return [];
  return [unknownName(['collect'], `there is no slot ${shown(slot)}`, slot, names)];
}

function unknownPrompt(reference: string | undefined): Problem[] {
  if (reference === undefined || parsePromptReference(reference)) return [];
  const found = shown(reference);
  const expected = 'a prompt: "name@version", "name@label" or "name"';
  return [{ path: ['prompt', 'prompt_version_id'], message: `found ${found}; expected ${expected}`, found, expected }];
}

/** Only the last transition is without a guard: there is always a way on, and none behind it. */
function choiceProblems(
  state: StateDefinition,
  guard: (path: Problem['path'], text: string | undefined) => Problem[],
): Problem[] {
  const { member, transitions } = choicesOf(state);
  const order = transitions.flatMap(({ when }, index): Problem[] => {
    const last = index === transitions.length - 1;
    const path = [member, index];
    if (last && when !== undefined)
      return [{ path, message: 'is the last and has a `when`; add one without, for when none holds' }];
    if (!last && when === undefined)
      return [{ path, message: 'has no `when`, so what follows is never taken; put it last' }];
    return [];
  });
  return [...transitions.flatMap(({ when }, index) => guard([member, index, 'when'], when)), ...order];
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entriesOf = (value: Json | undefined): [string, Json][] => (isObject(value) ? Object.entries(value) : []);
