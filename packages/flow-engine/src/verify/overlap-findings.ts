import { shown } from '@trialogue/variant-config';
import type { FlowDefinition } from '../definition';
import { type CompiledGuard, type GuardScope, guardsOf, guardTree } from '../guard';
import { choicesOf } from '../routes';
import { assume, assumeNotTrue } from './abstract-guard';
import { exactly, pick } from './abstract-value';
import type { Case } from './case';
import type { Finding } from './finding';
import { placesOf } from './guard-places';
import type { Surroundings } from './surroundings';

/**
 * Two guards of one state that judge the same values, neither a case of the other, and that both hold for some: which
 * one is meant is decided by their order alone. Guards over what is said look for words, where the order is the usual
 * way to decide; they are left out, as are those that lead to the same state. It pauses after each pair, and gives up after
 * as many as nobody writes.
 */
export function* overlapFindings(judged: Case): Generator<void, Finding[]> {
  const findings: Finding[] = [];
  const compile = compilerOf(judged.flow);
  for (const { name, earlier, later, path } of pairsIn(judged.flow).slice(0, mostPairs)) {
    findings.push(...overlap(judged, compile, name, earlier, later, path));
    yield;
  }
  return findings;
}

const mostPairs = 500;

/** Each guard is compiled once; what has not come is not there for it. */
function compilerOf({ slots = {} }: FlowDefinition): (guard: string) => CompiledGuard {
  const compile = guardsOf(slots);
  const known = new Map<string, CompiledGuard>();
  return (guard) => {
    const compiled = known.get(guard) ?? compile(guard, 'outcome');
    known.set(guard, compiled);
    return compiled;
  };
}

interface Pair {
  readonly name: string;
  readonly earlier: string;
  readonly later: string;
  /** Of the later one, below the state. */
  readonly path: readonly (string | number)[];
}

function pairsIn({ states }: FlowDefinition): Pair[] {
  return Object.entries(states).flatMap(([name, state]) => {
    const { member, transitions } = choicesOf(state);
    const guarded = transitions.flatMap(({ when, to }, index) => (when === undefined ? [] : [{ when, to, index }]));
    return guarded.flatMap((later, position) =>
      guarded
        .slice(0, position)
        .filter(({ when, to }) => to !== later.to && judgeTheSame(when, later.when))
        .map((earlier) => ({ name, earlier: earlier.when, later: later.when, path: [member, later.index, 'when'] })),
    );
  });
}

function judgeTheSame(first: string, second: string): boolean {
  const [one, other] = [first, second].map((guard) => placesOf(guardTree(guard)).sort());
  return (
    one!.length > 0 && one!.join() === other!.join() && !one!.some((place) => place === 'text' || place === 'answer')
  );
}

function overlap(
  { possible, seen }: Case,
  compile: (guard: string) => CompiledGuard,
  name: string,
  earlier: string,
  later: string,
  place: readonly (string | number)[],
): Finding[] {
  const [holdsEarlier, holdsLater] = [compile(earlier), compile(later)];
  const both = seen.choices.get(name)?.find(({ scope }) => holdsEarlier(scope) && holdsLater(scope));
  if (!both || !possible) return [];
  const choosing = possible.choosing(name);
  const alone = (one: string, other: string) =>
    choosing.some((known) => isSatisfied(compile, both.scope, known, one, other));
  if (!alone(earlier, later) || !alone(later, earlier)) return [];
  const path = ['states', name, ...place];
  const message = `${shown(later)} and ${shown(earlier)} before it both hold for some values, and their order alone decides; make one exclude the other`;
  return [{ kind: 'guards_overlap', severity: 'warning', state: name, path, message, witness: both.witness }];
}

/** Whether the one really holds without the other, for values that are tried out. */
function isSatisfied(
  compile: (guard: string) => CompiledGuard,
  scope: GuardScope,
  known: Surroundings,
  guard: string,
  without: string,
): boolean {
  const one = guardTree(guard);
  const places = placesOf(one);
  return assume(one, known, 'true')
    .flatMap((holding) => assumeNotTrue(guardTree(without), holding))
    .some((model) => {
      const tried = [0, 1, 2, 3].map((nth) =>
        places.reduce((values, place) => withPlace(values, place, model, nth), scope),
      );
      return tried.some((values) => compile(guard)(values) && !compile(without)(values));
    });
}

function withPlace(scope: GuardScope, place: string, model: Surroundings, nth: number): GuardScope {
  const values = pick(model.get(place) ?? exactly(''));
  const value = values[nth % Math.max(1, values.length)];
  const [root, name, ...deeper] = place.split('.');
  if (value === undefined || deeper.length > 0) return scope;
  if (name === undefined) return { ...scope, [root!]: value };
  return { ...scope, [root!]: { ...(scope[root as keyof GuardScope] as object), [name]: value } };
}
