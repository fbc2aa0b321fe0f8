import type { Json, JsonObject } from '@trialogue/plugin-api';

/** What somebody has typed: a message, or what happens otherwise. */
export type Typed =
  | { readonly type: 'says'; readonly text: string }
  | { readonly type: 'wait'; readonly time: string }
  | { readonly type: 'event'; readonly name: string; readonly data: JsonObject }
  | { readonly type: 'back'; readonly data: JsonObject }
  | { readonly type: 'result'; readonly result: Json }
  | { readonly type: 'fails'; readonly code: string };

export const hints =
  'Each line is a message. /wait PT10M: time passes · /event NAME {…}: it happens outside · /back {…}: a person hands back · /result JSON and /fails CODE: of a call · /quit';

/** A line that cannot be understood, and why. */
export class Misunderstood extends Error {}

const commands: { readonly [name: string]: (rest: string) => Typed } = {
  wait: (rest) => ({ type: 'wait', time: rest }),
  event(rest) {
    const [, name = '', data = ''] = /^(\S*)\s*(.*)$/s.exec(rest)!;
    if (name === '') throw new Misunderstood('/event needs a name: /event order_shipped {"parcel": "A1"}');
    return { type: 'event', name, data: objectOf(data) };
  },
  back: (rest) => ({ type: 'back', data: objectOf(rest) }),
  result: (rest) => ({ type: 'result', result: jsonOf(rest) }),
  fails: (rest) => ({ type: 'fails', code: rest || 'FAILED' }),
};

/** @throws Misunderstood */
export function typed(line: string): Typed {
  const [, name, rest = ''] = /^\s*\/(\w+)\s*(.*?)\s*$/s.exec(line) ?? [];
  if (name === undefined) return { type: 'says', text: line };
  if (!Object.hasOwn(commands, name)) throw new Misunderstood(`There is no /${name}. ${hints}`);
  return commands[name]!(rest);
}

function objectOf(text: string): JsonObject {
  const value = text === '' ? {} : jsonOf(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Misunderstood(`${text} is no JSON object.`);
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Misunderstood(`${text || 'Nothing'} is no JSON.`);
  }
}
