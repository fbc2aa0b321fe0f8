import type { ASTNode } from '@marcbachmann/cel-js';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { pathsOf } from '@trialogue/templates';
import type { CollectState, FlowDefinition, SlotValues, StateDefinition } from '../definition';
import { guardsIn, interruptionGuards, type PlacedGuard } from '../flow-expressions';
import type { FlowSurroundings, Standing } from '../flow-state';
import { flowTexts, textsOf } from '../flow-texts';
import { type CompiledGuard, guardsOf, guardTree } from '../guard';
import { limits } from '../limits';
import { callOf, interruptionsOf } from '../routes';
import { assume } from './abstract-guard';
import { anything, exactly, nothing, pick, valuesOf } from './abstract-value';
import type { AnswerOf } from './finding';
import { partsOf, placesOf, placesReadBy } from './guard-places';
import { fittedResults, resultsFor } from './results';
import { answerFor, refusedBy, sampleValues } from './sample-value';
import { keyAt, type Surroundings } from './surroundings';

export interface Beginning extends FlowSurroundings {
  readonly slots: SlotValues;
}

const most = { beginnings: 48, merged: 12, guards: 40, texts: 24, answers: 16, results: 6 };

/** What is worth trying in a flow: values and texts on either side of what its guards ask. */
export class Candidates {
  readonly guards: readonly Pick<PlacedGuard, 'guard' | 'sight'>[];
  /** Turns beyond which guards tell no difference. */
  readonly turns: number;
  private readonly trees: readonly ASTNode[];
  /** Guards by the places that they read. */
  private readonly reading = new Map<string, ASTNode[]>();
  private readonly came = new Map<StateDefinition, readonly Json[]>();
  /** Answers, by the slot and what is known of the places that guards read beside it. */
  private readonly told = new Map<string, readonly string[]>();
  private readonly compiled = new Map<string, CompiledGuard>();
  private readonly texts: readonly string[];
  private readonly slots: NonNullable<FlowDefinition['slots']>;

  constructor(
    private readonly flow: FlowDefinition,
    private readonly answerOf: AnswerOf,
  ) {
    this.slots = flow.slots ?? {};
    const placed = [...interruptionGuards(flow.on), ...Object.values(flow.states).flatMap(guardsIn)];
    this.guards = [...new Map(placed.map((one) => [`${one.sight} ${one.guard}`, one])).values()];
    this.trees = [...new Set(placed.map(({ guard }) => guard))].map((guard) => guardTree(guard));
    for (const tree of this.trees)
      for (const place of placesOf(tree)) this.reading.set(place, [...(this.reading.get(place) ?? []), tree]);
    const literals = this.trees.flatMap((tree) =>
      partsOf(tree).flatMap((part) => (part.op === 'value' ? [part.args as unknown] : [])),
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
    const texts = [...flowTexts(this.flow), ...Object.values(this.flow.states).flatMap(textsOf)];
    const read = texts.flatMap(({ template }) =>
      pathsOf(template).filter(([root]) => root === 'variables' || root === 'attributes'),
    );
    const rich = read.reduce((one, path) => withValue(one, path, 'Ana'), empty);
    const together = this.trees.slice(0, most.guards).flatMap((tree) => this.givenFor(tree));
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
  private givenFor(tree: ASTNode): [string, Json][][] {
    const places = placesOf(tree).filter((place) => this.isGiven(place));
    const known: Surroundings = new Map(
      Object.entries(this.slots).map(([name, { schema }]) => [`slots.${name}`, { ...valuesOf(schema), missing: true }]),
    );
    return (['true', 'false'] as const)
      .flatMap((outcome) => assume(tree, known, outcome).slice(0, 4))
      .flatMap((one) => [0, 1, 2].map((index) => places.flatMap((place) => this.nth(place, one, index))))
      .filter((values) => values.length > 0);
  }

  /** Whether whoever starts a conversation can give it. */
  private isGiven(place: string): boolean {
    const [root, name] = place.split('.');
    if (root !== 'slots') return root === 'variables' || root === 'attributes';
    return name !== undefined && (this.slots[name]!.write?.includes('action') ?? true);
  }

  private nth(place: string, known: Surroundings, index: number): [string, Json][] {
    const value = known.get(place) ?? anything;
    const [root, slot] = place.split('.');
    const picked = root === 'slots' ? sampleValues(this.slots[slot!]!.schema, pick(value)) : pick(value);
    const inside = picked.filter((one) => root !== 'slots' || pick(value).includes(one as never));
    const chosen = inside[index % Math.max(1, inside.length)] ?? picked[0];
    return chosen === undefined || (value.missing && index > 0) ? [] : [[place, chosen]];
  }

  /** What could come where a state waits for a result. */
  results(state: StateDefinition): readonly Json[] {
    const before = this.came.get(state);
    const call = callOf(state);
    const schema = call && this.answerOf(call);
    const wished = before ?? resultsFor(state, (slots) => this.valuesTogether(slots));
    const results = before ?? (schema ? fittedResults(schema, wished) : wished);
    this.came.set(state, results);
    return results;
  }

  /** Values of some slots: each in turn, and those that bring guards over them to come out in each way. */
  private valuesTogether(slots: readonly string[]): SlotValues[] {
    const values = slots.map((slot) => [slot, this.valuesFor(slot)] as const).filter(([, all]) => all.length > 0);
    const nth = (index: number): SlotValues =>
      Object.fromEntries(values.map(([slot, all]) => [slot, all[index % all.length]!]));
    const known: Surroundings = new Map(slots.map((slot) => [`slots.${slot}`, valuesOf(this.slots[slot]!.schema)]));
    const trees = new Set(slots.flatMap((slot) => this.reading.get(`slots.${slot}`) ?? []));
    const models = [...trees]
      .slice(0, most.guards)
      .flatMap((tree) => (['true', 'false'] as const).flatMap((outcome) => assume(tree, known, outcome).slice(0, 3)));
    const together = models.map((model): SlotValues => {
      const picked = values.flatMap(([slot]) => {
        const { schema } = this.slots[slot]!;
        const wished = pick(model.get(`slots.${slot}`)!);
        return sampleValues(schema, wished)
          .filter((value) => wished.includes(value as never))
          .slice(0, 1)
          .map((value) => [slot, value] as const);
      });
      return { ...nth(0), ...Object.fromEntries(picked) };
    });
    const longest = Math.min(Math.max(0, ...values.map(([, all]) => all.length)), most.results);
    return [...Array.from({ length: longest }, (_, index) => nth(index)), ...together];
  }

  /** Values of a slot on either side of what guards ask of it. */
  private valuesFor(slot: string): Json[] {
    const { schema } = this.slots[slot]!;
    const place = `slots.${slot}`;
    const known: Surroundings = new Map([[place, valuesOf(schema)]]);
    return sampleValues(schema, this.wishesFor(place, known));
  }

  private wishesFor(place: string, known: Surroundings): Json[] {
    return (this.reading.get(place) ?? [])
      .slice(0, most.guards)
      .flatMap((tree) => (['true', 'false'] as const).flatMap((outcome) => assume(tree, known, outcome)))
      .flatMap((one) => pick(one.get(place) ?? nothing));
  }

  /** What a user could write where a state waits for it. */
  messages(state: StateDefinition, standing: Standing, given: FlowSurroundings): string[] {
    if ('prompt' in state) return [...this.said(state, 'text')];
    const answers = 'collect' in state ? this.answers(state, standing, given) : this.texts.slice(0, 1);
    return [...answers, ...this.interrupting(state, standing, given)];
  }

  /** A message for each thing that the user can want instead of what the state asks for. */
  private interrupting(state: StateDefinition, { slots, turns }: Standing, given: FlowSurroundings): string[] {
    return interruptionsOf(this.flow, state).flatMap(({ when }) => {
      const holds = this.compiled.get(when) ?? guardsOf(this.slots)(when);
      this.compiled.set(when, holds);
      const scope = { ...given, slots, turns: turns + 1, answer: '' };
      return this.texts.find((text) => holds({ ...scope, text })) ?? [];
    });
  }

  /** Answers to what a state collects: those that are refused too. */
  private answers(state: CollectState, { slots }: Standing, given: FlowSurroundings): readonly string[] {
    const { schema } = this.slots[state.collect]!;
    const place = `slots.${state.collect}`;
    const known: Surroundings = new Map([
      ...Object.keys(this.slots).map((name) => [`slots.${name}`, this.knownOf(name, slots)] as const),
      ...flattened('variables', given.variables),
      ...flattened('attributes', given.attributes),
      [place, valuesOf(schema)],
    ]);
    const places = (this.reading.get(place) ?? []).flatMap(placesReadBy);
    const key = `${place} ${keyAt(places, known)}`;
    const told = this.told.get(key) ?? this.answersTo(schema, this.wishesFor(place, known));
    this.told.set(key, told);
    return told;
  }

  private answersTo(schema: JsonObject, wished: readonly Json[]): readonly string[] {
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
    const here = guardsIn(state).some(({ guard }) => placesOf(guardTree(guard)).includes(root));
    return here || (root === 'text' && this.reading.has(root)) ? this.texts : this.texts.slice(0, 1);
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
