import { type AST, RegExpParser } from '@eslint-community/regexpp';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { limits } from '../limits';
import { readAnswer } from '../read-answer';
import { valueProblem } from '../slot-value';
import { pick, valuesOf } from './abstract-value';

const ofFormat: { readonly [format: string]: readonly string[] } = {
  date: ['2026-03-14'],
  time: ['18:30:00Z'],
  'date-time': ['2026-03-14T18:30:00Z'],
  email: ['ana@example.com', 'ben@example.org'],
  hostname: ['example.com'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1'],
  uri: ['https://example.com'],
  uuid: ['3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
};

/** Some values that a slot's schema accepts: what is wished for first, and others. */
export function sampleValues(schema: JsonObject, wished: readonly Json[]): Json[] {
  const step = typeof schema.multipleOf === 'number' ? schema.multipleOf : undefined;
  const usual = [...wished, ...pick(valuesOf(schema)), ...(schema.type === 'string' ? sampleTexts(schema) : [])];
  const values = usual.flatMap((value) =>
    step === undefined || typeof value !== 'number' ? [value] : [value, Math.ceil(value / step) * step],
  );
  return [...new Set(values)].filter((value) => isTaken(schema, value));
}

/** Whether a schema accepts a value; one that is a part of a larger may be of no use by itself. */
export function isTaken(schema: JsonObject, value: Json): boolean {
  try {
    return valueProblem(schema, value) === undefined;
  } catch {
    return false;
  }
}

function sampleTexts({ format, pattern, minLength = 0, maxLength = limits.value }: JsonObject): string[] {
  const least = Math.max(Number(minLength), 1);
  const fitted = ['Anna', 'Some words of mine'].map((text) => text.padEnd(least, 'x').slice(0, Number(maxLength)));
  const formed = typeof format === 'string' ? (ofFormat[format] ?? []) : [];
  return [...formed, ...(typeof pattern === 'string' ? matching(pattern, least) : []), ...fitted];
}

/** Texts that a pattern may match, from short to long; whether they do is for the schema to say. */
function matching(pattern: string, least: number): string[] {
  try {
    const tree = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(pattern, 0, pattern.length, { unicode: true });
    return [0, 1, 2, least].map((more) => written(tree, more).slice(0, limits.matched));
  } catch {
    return []; // RE2 has forms that JavaScript has not, such as (?i).
  }
}

/** @param more how often what can be repeated is written beyond what it must be */
function written(node: AST.Node, more: number): string {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return written(node.alternatives[more % node.alternatives.length]!, more);
    case 'Alternative':
      return node.elements.map((element) => written(element, more)).join('');
    case 'Quantifier':
      return written(node.element, more).repeat(Math.min(node.min + more, node.max, node.min + limits.matched));
    case 'Character':
      return String.fromCodePoint(node.value);
    case 'CharacterClass':
    case 'CharacterSet':
      return usualCharacters.find((character) => new RegExp(`^(?:${node.raw})$`, 'u').test(character)) ?? '';
    default:
      return ''; // Assertions.
  }
}

const usualCharacters = [...'a5AZz0 -_.,/:;!?#@+*%&"\'()[]{}éß'];

/** A text that gives the slot this value; undefined when none was found. */
export function answerFor(schema: JsonObject, value: Json): string | undefined {
  const text = String(value);
  const texts = typeof value === 'boolean' ? [value ? 'yes' : 'no'] : [text, `${text}0`, `${text}.0`];
  return texts.find((one) => {
    const reading = readAnswer(schema, one);
    return 'value' in reading && reading.value === value;
  });
}

/** A text that gives the slot no value; undefined when every text does. */
export const refusedBy = (schema: JsonObject): string | undefined =>
  ['?', 'none of these 7 things', ' ', 'x'.repeat(limits.value + 1)].find(
    (text) => 'problem' in readAnswer(schema, text),
  );

/** Some JSON of a schema with all members that it names; whether the schema accepts it is for others to say. */
export function sampleJson(schema: JsonObject, depth = 0): Json {
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (depth > deepest) return null;
  const inside = (one: Json | undefined) => sampleJson(isSchema(one) ? one : {}, depth + 1);
  if (type === 'object' || isSchema(schema.properties)) {
    const members = Object.entries(isSchema(schema.properties) ? schema.properties : {});
    return Object.fromEntries(members.map(([name, member]) => [name, inside(member)]));
  }
  if (type === 'array')
    return Array.from({ length: Math.min(Number(schema.minItems ?? 1), 20) }, () => inside(schema.items));
  if (type === 'null') return null;
  return sampleValues({ type: 'string', ...schema, ...(type === undefined ? {} : { type }) }, [])[0] ?? null;
}

const deepest = 6;
const isSchema = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
