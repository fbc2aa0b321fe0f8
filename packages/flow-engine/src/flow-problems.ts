import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { alternatives, shown, storageProblems, suggestion } from '@trialogue/variant-config';
import type { FlowDefinition, FlowIncludes, Interruption, SlotDefinition, StateDefinition } from './definition';
import { outlineSchema } from './flow-schema';
import { pathProblems, targetProblems } from './graph-problems';
import { includeProblems } from './include-problems';
import { limits } from './limits';
import { tooDeep } from './nesting';
import { PartJudge } from './part-problems';
import { kindOf } from './routes';
import { namePattern } from './schema-parts';
import { nameInWords, shapeProblems } from './shape-problems';
import { stateKinds, stateSchemas } from './state-schemas';

/**
 * Everything that is wrong with a flow, at once; nothing for one that `compileFlow` takes. What cannot be judged because
 * of another problem is left out until that is gone.
 *
 * @param flows those that it names, by their references as written
 */
export function flowProblems(definition: unknown, flows: FlowIncludes = {}): Problem[] {
  const problems = partProblems(definition, flows);
  if (problems.length > 0) return problems;
  const flow = definition as FlowDefinition;
  return [...includedProblems(flow, flows), ...pathProblems(flow)];
}

/** What is wrong with the flows that a flow names, which is right in itself. */
export const includedProblems = (flow: FlowDefinition, flows: FlowIncludes): Problem[] =>
  includeProblems(flow, flows, (definition, theirs) => {
    const problems = partProblems(definition, theirs);
    return problems.length > 0 ? problems : pathProblems(definition);
  });

/** What is wrong with the parts of a flow, each by itself: one without can be played, wherever its paths lead. */
export function partProblems(definition: unknown, flows: FlowIncludes = {}): Problem[] {
  const json = (definition ?? null) as Json;
  const place = tooDeep(json, limits.nested);
  if (place !== undefined)
    return [{ path: place.slice(0, 3), message: `is nested more than ${limits.nested} levels deep` }];
  const outline = [...storageProblems(json), ...shapeProblems(outlineSchema, json)];
  if (!isObject(definition) || !isObject(definition.states)) return outline;
  const slots = entriesOf(definition.slots).filter(([, slot]) => isObject(slot) && isObject(slot.schema));
  const slotNames = Object.keys(isObject(definition.slots) ? definition.slots : {});
  const written = entriesOf(definition.states).filter(([, state]) => isObject(state)) as [string, JsonObject][];
  const shapes = written.flatMap(([name, state]) => stateShapeProblems(name, state));
  const broken = new Set(shapes.map(({ path }) => path[1]));
  const states = new Map(written.filter(([name]) => !broken.has(name)) as unknown as [string, StateDefinition][]);
  const isWhole = (member: string) => !outline.some(({ path }) => path[0] === member);
  const whole = new Map(
    slots.filter(([name]) => !outline.some(({ path }) => path[0] === 'slots' && path[1] === name)),
  ) as unknown as ReadonlyMap<string, SlotDefinition>;
  const on = isWhole('on') ? ((definition.on ?? []) as unknown as readonly Interruption[]) : [];
  const correction = isWhole('correction') ? (definition as unknown as FlowDefinition).correction : undefined;
  const judge = new PartJudge(Object.fromEntries(slots) as unknown as FlowDefinition['slots'] & {}, slotNames, flows);
  return [
    ...outline,
    ...[...whole].flatMap(([name, slot]) => judge.slot(name, slot).map(below('slots', name))),
    ...nameProblems('states', Object.keys(definition.states)),
    ...nameProblems('slots', slotNames),
    ...shapes,
    ...targetProblems(definition.initial, states, on, Object.keys(definition.states)),
    ...judge.flow({ on, ...(correction !== undefined && { correction }) }),
    ...[...states].flatMap(([name, state]) => judge.state(state).map(below('states', name))),
  ];
}

/** Whether a definition has the members of a flow, so that what it names can be looked for. */
export function isFlowShaped(definition: unknown): definition is FlowDefinition {
  const json = (definition ?? null) as Json;
  if (tooDeep(json, limits.nested) !== undefined || shapeProblems(outlineSchema, json).length > 0) return false;
  const states = Object.entries((definition as { states: { [name: string]: JsonObject } }).states);
  return states.every(([name, state]) => stateShapeProblems(name, state).length === 0);
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
  const others = kinds.filter((other) => other !== kind && !(speaking.has(kind) && other === 'say'));
  if (others.length > 0)
    return [
      { path, message: `has ${[kind, ...others].join(' and ')}; expected one of them, for a state does one thing` },
    ];
  return shapeProblems(stateSchemas[kind], state, path);
}

/** What also says a text. */
const speaking: ReadonlySet<string> = new Set(['final', 'handoff']);

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
    return [{ path: [list, name], message: `is no name; expected ${nameInWords}` }];
  });

const below =
  (...root: string[]) =>
  (problem: Problem): Problem => ({ ...problem, path: [...root, ...problem.path] });

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entriesOf = (value: Json | undefined): [string, Json][] => (isObject(value) ? Object.entries(value) : []);
