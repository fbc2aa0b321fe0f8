import type { Json, JsonObject } from '@trialogue/plugin-api';
import { pathsOf } from '@trialogue/templates';
import type { FlowDefinition, SlotValues, StateDefinition } from '../definition';
import type { FlowState, FlowSurroundings } from '../flow-state';
import { textsOf } from '../flow-texts';
import { guardTree } from '../guard';
import { limits } from '../limits';
import { choicesOf, rulesOf } from '../routes';
import { assume, type Surroundings } from './abstract-guard';
import { anything, exactly, nothing, pick, valuesOf } from './abstract-value';
import { partsOf, placesOf } from './guard-places';
import { answerFor, refusedBy, sampleValues } from './sample-value';

export interface Beginning extends FlowSurroundings {
  readonly slots: SlotValues;
}

const most = { beginnings: 48, merged: 12, guards: 40, texts: 24, answers: 16 };

/** Every guard of a state, with where it stands in it. */
export function guardsIn(state: StateDefinition): { readonly guard: string; readonly path: (string | number)[] }[] {
  const until = 'until' in state ? [{ guard: state.until, path: ['until'] }] : [];
  const { member, transitions } = choicesOf(state);
  return [
    ...rulesOf(state).map(({ when, path }) => ({ guard: when, path: [...path, 'when'] })),
    ...until,
    ...transitions.flatMap(({ when }, index) =>
      when === undefined ? [] : [{ guard: when, path: [member, index, 'when'] }],
    ),
  ];
}

/** What is worth trying in a flow: values and texts on either side of what its guards ask. */
export class Candidates {
  readonly guards: readonly string[];
  /** Turns beyond which guards tell no difference. */
  readonly turns: number;
  private readonly texts: readonly string[];
  private readonly slots: NonNullable<FlowDefinition['slots']>;

  constructor(private readonly flow: FlowDefinition) {
    this.slots = flow.slots ?? {};
    this.guards = [
      ...new Set(Object.values(flow.states).flatMap((state) => guardsIn(state).map(({ guard }) => guard))),
    ];
    const literals = this.guards.flatMap((guard) =>
      partsOf(guardTree(guard)).flatMap((part) => (part.op === 'value' ? [part.args as unknown] : [])),
    );
    const numbers = literals.flatMap((one) => (typeof one === 'bigint' ? [Number(one)] : []));
    const lengths = numbers.filter((number) => number >= 0 && number < limits.heard);
    const words = literals.filter((one): one is string => typeof one === 'string' && one !== '');
    this.turns = Math.min(Math.max(0, ...numbers) + 1, 40);
    this.texts = [
      ...new Set(['Tell me more.', ...words, words.join(' '), ...lengths.map((length) => 'x'.repeat(length + 1))]),
    ]
      .filter((text) => text !== '')
      .slice(0, most.texts);
  }

  /** What a conversation can begin with: nothing, everything that texts read, and what makes guards hold or not. */
  beginnings(): Beginning[] {
    const empty: Beginning = { slots: {}, variables: {}, attributes: {} };
    const read = Object.values(this.flow.states).flatMap((state) =>
      textsOf(state).flatMap(({ template }) =>
        pathsOf(template).filter(([root]) => root === 'variables' || root === 'attributes'),
      ),
    );
    const rich = read.reduce((one, path) => withValue(one, path, 'Ana'), empty);
    const together = this.guards.slice(0, most.guards).flatMap((guard) => this.givenFor(guard));
    const asked = [
      ...together,
      ...together.filter(({ length }) => length > 1).flatMap((one) => one.map((value) => [value])),
    ];
    const all = asked.slice(0, most.merged);
    const pairs = all.flatMap((one, index) => all.slice(index + 1).map((other) => [...one, ...other]));
    const beginnings = [...asked, ...pairs].map((values) =>
      values.reduce((one, [place, value]) => withValue(one, place.split('.'), value), rich),
    );
    const distinct = new Map([empty, rich, ...beginnings].map((one) => [JSON.stringify(one), one]));
    return [...distinct.values()].slice(0, most.beginnings);
  }

  /** Values of places that can be given, each list of which is one way in which a guard can come out. */
  private givenFor(guard: string): [string, Json][][] {
    const tree = guardTree(guard);
    const places = placesOf(tree).filter((place) => place.includes('.'));
    const known: Surroundings = new Map(
      Object.entries(this.slots).map(([name, { schema }]) => [`slots.${name}`, { ...valuesOf(schema), missing: true }]),
    );
    return (['true', 'false'] as const)
      .flatMap((outcome) => assume(tree, known, outcome).slice(0, 4))
      .flatMap((one) => [0, 1, 2].map((index) => places.flatMap((place) => this.nth(place, one, index))))
      .filter((values) => values.length > 0);
  }

  private nth(place: string, known: Surroundings, index: number): [string, Json][] {
    const value = known.get(place) ?? anything;
    const [root, slot] = place.split('.');
    const picked = root === 'slots' ? sampleValues(this.slots[slot!]!.schema, pick(value)) : pick(value);
    const inside = picked.filter((one) => root !== 'slots' || pick(value).includes(one as never));
    const chosen = inside[index % Math.max(1, inside.length)] ?? picked[0];
    return chosen === undefined || (value.missing && index > 0) ? [] : [[place, chosen]];
  }

  /** Answers to what a state collects: those that are refused too. */
  answers(
    state: StateDefinition & { readonly collect: string },
    { slots }: FlowState,
    given: FlowSurroundings,
  ): string[] {
    const { schema } = this.slots[state.collect]!;
    const place = `slots.${state.collect}`;
    const known: Surroundings = new Map([
      ...Object.keys(this.slots).map((name) => [`slots.${name}`, this.knownOf(name, slots)] as const),
      ...flattened('variables', given.variables),
      ...flattened('attributes', given.attributes),
      [place, valuesOf(schema)],
    ]);
    const wished = this.guards
      .filter((guard) => placesOf(guardTree(guard)).includes(place))
      .slice(0, most.guards)
      .flatMap((guard) => (['true', 'false'] as const).flatMap((outcome) => assume(guardTree(guard), known, outcome)))
      .flatMap((one) => pick(one.get(place) ?? nothing));
    const values = sampleValues(schema, [
      ...new Set<Json>([...wished, ...this.texts.filter(() => schema.type === 'string')]),
    ]);
    const told = values.flatMap((value) => answerFor(schema, value) ?? []).slice(0, most.answers);
    return [...told, refusedBy(schema) ?? []].flat();
  }

  private knownOf(name: string, slots: SlotValues) {
    if (Object.hasOwn(slots, name)) return exactly(slots[name]);
    return { ...valuesOf(this.slots[name]!.schema), missing: true };
  }

  /** What a user, or a strategy, could say in free conversation. */
  said(state: StateDefinition, root: 'text' | 'answer'): readonly string[] {
    const later = this.guards.some((guard) => placesOf(guardTree(guard)).includes(root));
    const here = guardsIn(state).some(({ guard }) => placesOf(guardTree(guard)).includes(root));
    return here || (later && root === 'text') ? this.texts : this.texts.slice(0, 1);
  }
}

function withValue(beginning: Beginning, [root, ...path]: readonly string[], value: Json): Beginning {
  return { ...beginning, [root!]: nested(beginning[root as keyof Beginning] as JsonObject, path, value) };
}

function nested(object: JsonObject, [name, ...rest]: readonly string[], value: Json): JsonObject {
  if (name === undefined) return object;
  const inside = object[name];
  const around = typeof inside === 'object' && inside !== null && !Array.isArray(inside) ? inside : {};
  return { ...object, [name]: rest.length === 0 ? value : nested(around as JsonObject, rest, value) };
}

const flattened = (root: string, values: JsonObject) =>
  Object.entries(values)
    .filter(([, value]) => typeof value !== 'object')
    .map(([name, value]) => [`${root}.${name}`, exactly(value)] as const);
