import type { Problem } from '@trialogue/errors';
import { type Json, nearestName } from '@trialogue/plugin-api';
import { isObject } from './json-object';

const longest = 60;
const mostNames = 20;
const types: { readonly [type: string]: string } = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};
const references: { readonly [kind: string]: string } = {
  prompt: 'a prompt: "name@version", "name@label" or "name"',
  flow: 'the name of a flow',
  model: 'a policy version: "name@version", "name" or another of its names',
  tool: 'the name of a tool',
  strategy: 'the name of a strategy',
};

/** A value as a message shows it: JSON, cut off when long. */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** What a schema asks for, in words. */
export function expectation(schema: Json | undefined): string {
  if (!isObject(schema)) return 'a value';
  if (Array.isArray(schema.enum)) return alternatives(schema.enum);
  if (typeof schema.ref === 'string') return references[schema.ref] ?? `the name of a ${schema.ref}`;
  return [schema.type]
    .flat()
    .map((type) => types[String(type)] ?? 'a value')
    .join(' or ');
}

export function alternatives(values: readonly Json[]): string {
  if (values.length === 0) return 'nothing';
  const list = values.map(shown).join(', ');
  return values.length === 1 ? list : `one of ${list}`;
}

/** What a problem says beside its message of a name that is none of those that are known. */
export const amongNames = (
  name: string,
  known: readonly string[],
): Pick<Problem, 'found' | 'expected' | 'nearest'> => ({
  found: shown(name),
  expected: `${alternatives(known.slice(0, mostNames))}${known.length > mostNames ? ', …' : ''}`,
  nearest: nearestName(name, known),
});

/** `there is no state "plann"; expected one of "hello", "plan"; did you mean "plan"?`, of which `lead` is the beginning. */
export function unknownName(path: Problem['path'], lead: string, name: string, known: readonly string[]): Problem {
  const about = amongNames(name, known);
  return { path, message: `${lead}; expected ${about.expected}${didYouMean(about.nearest)}`, ...about };
}

/** `; did you mean "…"?` when a candidate is near, else nothing. */
export const suggestion = (name: string, candidates: readonly string[]): string =>
  didYouMean(nearestName(name, candidates));

const didYouMean = (nearest: string | undefined): string =>
  nearest === undefined ? '' : `; did you mean ${shown(nearest)}?`;
