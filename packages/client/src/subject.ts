import type { EarlierExposure } from '@trialogue/assignment';
import { ownError } from './trialogue-error';

/** Experiment → what a unit was exposed to first; null: to nothing. */
export type EarlierExposures = { readonly [experiment: string]: EarlierExposure | null };

/** Who gets something. */
export interface Subject {
  /** 1 to 256 characters; the same text is the same unit everywhere, in whichever Unicode form (it counts as NFC). */
  readonly unit: string;
  /** What is known of the unit, for targeting. */
  readonly attributes?: { readonly [name: string]: unknown };
  /** For experiments that let units keep what they were exposed to: see `earlierExposures`. */
  readonly sticky?: EarlierExposures;
}

const longestUnit = 256;

/** @throws TrialogueError BAD_USER_INPUT for a unit or attributes that the product would not take either. */
export function checkSubject(subject: Subject): void {
  const { unit, attributes } = (subject ?? {}) as Partial<Subject>;
  // As the graph reads them: null is absent, and a unit is measured as what it counts as.
  const problem = typeof unit === 'string' ? unitProblem(unit.normalize()) : `is ${kindOf(unit)}, not text`;
  if (problem) throw ownError('BAD_USER_INPUT', { problem: `\`unit\` ${problem}.` });
  if (kindOf(attributes ?? {}) !== 'object')
    throw ownError('BAD_USER_INPUT', { problem: `\`attributes\` is ${kindOf(attributes)}, not an object.` });
}

function unitProblem(unit: string): string | undefined {
  if (!unit.isWellFormed() || unit.includes('\0')) return 'holds a character that cannot be stored';
  if (unit.length === 0 || unit.length > longestUnit)
    return `has ${unit.length} characters; 1 to ${longestUnit} are allowed`;
  return undefined;
}

/** The attributes as the product would read them. @throws TrialogueError BAD_USER_INPUT for what is no JSON */
export function attributesAsSent(attributes: Subject['attributes'] | null): Subject['attributes'] {
  if (!attributes) return undefined;
  // Most are flat, and stay as they are: writing and reading takes longer than all the rest of a decision.
  if (Object.getPrototypeOf(attributes) === Object.prototype && Object.values(attributes).every(isAsItIsSent))
    return attributes;
  try {
    return JSON.parse(JSON.stringify(attributes));
  } catch (cause) {
    const problem = `\`attributes\` cannot be written as JSON: ${(cause as Error).message}.`;
    throw ownError('BAD_USER_INPUT', { problem }, { cause });
  }
}

const isAsItIsSent = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isFinite(value);

/** The JSON type of a value: `null` and `array` are types of their own. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
