import type { JsonObject } from '@trialogue/plugin-api';
import { readNumber } from './read-number';
import { readOption } from './read-option';
import { readText } from './read-text';
import { invalid, noMatch, type Reading } from './reading';
import { valueProblem } from './slot-value';
import { trimmed, wordsOf } from './words';

const yes = new Set('yes y yeah yep yup sure ok okay true correct right of course ja oui si sí'.split(' '));
const no = new Set('no n nope nah not false wrong nein non never'.split(' '));

/** Reads a user's text by the JSON Schema of a slot: what can mean two things, or is denied, gives no value. */
export function readAnswer(schema: JsonObject, text: string): Reading {
  if (trimmed(text) === '') return noMatch('Please answer with a text.');
  const reading = readTyped(schema, text);
  if ('problem' in reading) return reading;
  const problem = valueProblem(schema, reading.value);
  return problem === undefined ? reading : invalid(problem);
}

function readTyped(schema: JsonObject, text: string): Reading {
  if (Array.isArray(schema.enum)) return readOption(schema.enum, text);
  switch (schema.type) {
    case 'integer':
      return readNumber(text, true);
    case 'number':
      return readNumber(text, false);
    case 'boolean':
      return readYesOrNo(text);
    default:
      return readText(schema, text);
  }
}

/** `yes`, `No, thanks!`: the first word decides, and the rest must not say the opposite. */
function readYesOrNo(said: string): Reading<boolean> {
  const words = wordsOf(said);
  const first = words[0] ?? '';
  const agrees = words.some((word) => yes.has(word));
  const denies = words.some((word) => no.has(word));
  if (words.length <= 5 && agrees !== denies && (yes.has(first) || no.has(first))) return { value: agrees };
  return noMatch('Please answer yes or no.');
}
