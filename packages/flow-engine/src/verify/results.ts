import type { Json, JsonObject } from '@trialogue/plugin-api';
import { pathsOf } from '@trialogue/templates';
import type { SlotValues, StateDefinition } from '../definition';
import { guardsIn, valuesIn } from '../flow-expressions';
import { textsOf } from '../flow-texts';
import { guardTree } from '../guard';
import { assume } from './abstract-guard';
import { anything, pick } from './abstract-value';
import { placesOf } from './guard-places';
import { isTaken, sampleJson, sampleValues } from './sample-value';

type Wish = readonly [path: readonly string[], value: Json];

const most = { results: 24, guards: 20 };
const usual: readonly Json[] = ['Ana', 3, true];

/**
 * What could come where a state waits for a result: what its guards ask for in each way, what its slots take, nothing.
 *
 * @param valuesFor values of slots that are worth trying together
 */
export function resultsFor(
  state: StateDefinition,
  valuesFor: (slots: readonly string[]) => readonly SlotValues[],
): Json[] {
  const guards = guardsIn(state)
    .filter(({ sight }) => sight === 'result')
    .map(({ guard }) => guardTree(guard))
    .slice(0, most.guards);
  const saved = valuesIn(state)
    .filter(({ sight, into }) => sight === 'result' && into === 'own')
    .flatMap(({ values }) => Object.entries(values))
    .flatMap(([slot, text]) => (typeof text === 'string' ? [{ slot, tree: guardTree(text) }] : []));
  const taken = valuesFor(saved.map(({ slot }) => slot)).map((values): Wish[] =>
    saved.flatMap(({ slot, tree }) =>
      Object.hasOwn(values, slot)
        ? placesOf(tree)
            .filter(isOfResult)
            .map((place) => [pathIn(place), values[slot]!] as const)
        : [],
    ),
  );
  const read = [
    ...[...guards, ...saved.map(({ tree }) => tree)].flatMap((tree) => placesOf(tree).filter(isOfResult).map(pathIn)),
    ...textsOf(state).flatMap(({ template }) =>
      pathsOf(template).flatMap(([root, ...path]) => (root === 'result' ? [path.map(String)] : [])),
    ),
  ];
  const rich = usual.map((value): Wish[] => read.map((path) => [path, value] as const));
  const asked = guards.flatMap((tree) =>
    (['true', 'false'] as const)
      .flatMap((outcome) => assume(tree, new Map(), outcome).slice(0, 3))
      .map((known): Wish[] =>
        placesOf(tree)
          .filter(isOfResult)
          .flatMap((place) =>
            pick(known.get(place) ?? anything)
              .slice(0, 1)
              .map((value) => [pathIn(place), value] as const),
          ),
      ),
  );
  const all = [
    ...taken.slice(0, 2).map((wishes, nth) => [...rich[nth]!, ...wishes]),
    ...asked.map((wishes) => [...rich[0]!, ...(taken[0] ?? []), ...wishes]),
    ...taken.slice(2).map((wishes) => [...rich[0]!, ...wishes]),
    ...rich,
  ];
  return distinct([...all.map(resultOf), {}]).slice(0, most.results);
}

/** JSON of a schema, as far as that is found: as the results say where it can be. */
export function answersFor(schema: JsonObject, results: readonly Json[]): Json[] {
  const base = sampleJson(schema);
  const wished = results.map((result) => merged(base, result, schema));
  return distinct([base, ...wished, ...variations(base, schema)]).slice(0, most.results);
}

/** What of a schema is worth playing: what it takes, and where nothing is found that it takes, whatever guards ask for. */
export function fittedResults(schema: JsonObject, wished: readonly Json[]): readonly Json[] {
  const open = schema.additionalProperties === false ? [] : wished;
  const fitted = distinct([...answersFor(schema, wished), ...open]).filter((one) => isTaken(schema, one));
  return fitted.length > 0 ? fitted : wished;
}

/** Answers to a demand for JSON of a schema: as it is asked for, as far as that is found, and none. */
export const outputsFor = (schema: JsonObject, results: readonly Json[]): string[] => [
  ...answersFor(schema, results).map((answer) => JSON.stringify(answer)),
  'That is no JSON.',
];

const isOfResult = (place: string | undefined): place is string =>
  place !== undefined && (place === 'result' || place.startsWith('result.'));
const pathIn = (place: string) => place.split('.').slice(1);

const distinct = (values: readonly Json[]): Json[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

const resultOf = (wishes: readonly Wish[]): Json =>
  wishes.reduce<Json>((result, [path, value]) => placed(result, path, value), {});

function placed(result: Json, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  const around = isObject(result) ? result : {};
  const inside = Object.hasOwn(around, name) ? around[name]! : {};
  return { ...around, [name]: placed(inside, rest, value) };
}

/** The one with what the other says, where it has or may have members of these names and their schemas take it. */
function merged(base: Json, other: Json, schema: JsonObject): Json {
  if (!isObject(base) || !isObject(other)) return sampleValues(schema, [other]).includes(other) ? other : base;
  const isOpen = schema.additionalProperties !== false;
  const named = Object.entries(other).filter(([name]) => isOpen || Object.hasOwn(base, name));
  const members = named.map(([name, value]) => [
    name,
    Object.hasOwn(base, name) ? merged(base[name]!, value, memberOf(schema, name)) : value,
  ]);
  return { ...base, ...Object.fromEntries(members) };
}

/** Each with another value of one of its members. */
const variations = (base: Json, schema: JsonObject): Json[] =>
  isObject(base)
    ? Object.keys(base).flatMap((name) =>
        sampleValues(memberOf(schema, name), []).map((value) => ({ ...base, [name]: value })),
      )
    : [];

function memberOf({ properties }: JsonObject, name: string): JsonObject {
  const member = isObject(properties ?? null) ? (properties as JsonObject)[name] : undefined;
  return isObject(member ?? null) ? (member as JsonObject) : {};
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
