import { OfrepRefusal } from './ofrep-failure';

/** Who a flag is evaluated for: OpenFeature's evaluation context. */
export interface Subject {
  readonly unit: string;
  readonly attributes: { readonly [name: string]: unknown };
}

const pathForm = /^\/ofrep\/v1\/evaluate\/flags(?:\/([^/]+))?\/?$/;

/** Whether a path is OFREP's. */
export const isOfrep = (path: string): boolean => /^\/ofrep(?:\/|$)/.test(path);

/** The flag that a path names; undefined: all. Throws an OfrepRefusal. */
export function flagOf(path: string): string | undefined {
  const match = pathForm.exec(path);
  if (!match) throw new OfrepRefusal(404, 'GENERAL', `There is nothing at ${path}.`);
  try {
    return match[1] && decodeURIComponent(match[1]);
  } catch {
    throw new OfrepRefusal(400, 'PARSE_ERROR', 'The key in the path is not encoded as a URL takes it.');
  }
}

/** Throws an OfrepRefusal. */
export function subjectOf(body: unknown): Subject {
  const context = isObject(body) ? body.context : undefined;
  if (!isObject(context))
    throw new OfrepRefusal(400, 'INVALID_CONTEXT', 'The body is no JSON object with a `context`.');
  const { targetingKey: unit, ...attributes } = context;
  if (unit === undefined || unit === null || unit === '')
    throw new OfrepRefusal(400, 'TARGETING_KEY_MISSING', 'The context names no unit: give it as `targetingKey`.');
  if (typeof unit !== 'string') throw new OfrepRefusal(400, 'INVALID_CONTEXT', '`targetingKey` is no text.');
  return { unit, attributes };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
