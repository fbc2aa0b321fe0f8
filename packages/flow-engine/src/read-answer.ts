import type { Json, JsonObject } from '@trialogue/plugin-api';
import { limits } from './limits';
import { readNumber } from './read-number';
import { valueProblem } from './slot-value';

/** The value that a user's text gives to a slot, or a sentence that says why it gives none. */
export type Reading = { readonly value: Json } | { readonly problem: string };

const yes = new Set('yes y yeah yep yup sure ok okay true correct right of course ja oui si sí'.split(' '));
const no = new Set('no n nope nah not false wrong nein non never'.split(' '));

/** Reads a user's text by the JSON Schema of a slot. */
export function readAnswer(schema: JsonObject, text: string): Reading {
  const said = text.trim();
  if (said === '') return { problem: 'Please answer with a text.' };
  const reading = Array.isArray(schema.enum) ? readOption(schema.enum, said) : readTyped(schema.type, said);
  if ('problem' in reading) return reading;
  const problem = valueProblem(schema, reading.value);
  return problem === undefined ? reading : { problem };
}

function readTyped(type: Json | undefined, said: string): Reading {
  switch (type) {
    case 'integer':
      return readNumber(said, true);
    case 'number':
      return readNumber(said, false);
    case 'boolean':
      return readYesOrNo(said);
    default:
      return readText(said);
  }
}

function readText(said: string): Reading {
  if (said.includes('\0') || !said.isWellFormed()) return { problem: 'That text has characters that cannot be kept.' };
  if (said.length > limits.value) return { problem: `Please keep it below ${limits.value} characters.` };
  return { value: said };
}

/** `yes`, `No, thanks!`: the first word decides, and the rest must not say the opposite. */
function readYesOrNo(said: string): Reading {
  const words = wordsOf(said);
  const first = words[0] ?? '';
  const agrees = words.some((word) => yes.has(word));
  const denies = words.some((word) => no.has(word));
  if (words.length <= 5 && agrees !== denies && (yes.has(first) || no.has(first))) return { value: agrees };
  return { problem: 'Please answer yes or no.' };
}

/** An option by its words, ignoring case and punctuation, or by its number in the list. */
function readOption(options: readonly Json[], said: string): Reading {
  const exact = options.find((option) => String(option) === said);
  if (exact !== undefined) return { value: exact };
  const key = wordsOf(said).join(' ');
  const named = options.filter(
    (option) => typeof option === 'string' && key !== '' && wordsOf(option).join(' ') === key,
  );
  if (named.length === 1) return { value: named[0]! };
  const number = /^(?:#|option |number |no\. ?)?(\d{1,3})[.)]?$/i.exec(said)?.[1];
  const numbered = number === undefined ? undefined : options[Number(number) - 1];
  if (numbered !== undefined && named.length === 0) return { value: numbered };
  const list = options.map((option, index) => `${index + 1}) ${option}`).join(', ');
  return { problem: `Please choose one of ${list}.` };
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);
