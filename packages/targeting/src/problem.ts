import { nearestName } from '@trialogue/plugin-api';
import { suggestion } from '@trialogue/variant-config';

/** Something that the author of a targeting expression should change. */
export interface TargetingProblem {
  /** `targeting`, or `attributes` and a name. */
  readonly path: readonly string[];
  /** A sentence that says what was found, what was expected, and the nearest name where one is meant. */
  readonly message: string;
  /** Where, in the expression; absent for a problem of a declared attribute. */
  readonly at?: SourcePosition;
  readonly found?: string;
  readonly expected?: string;
  /** The name that may have been meant. */
  readonly nearest?: string;
}

/** Lines and columns count from 1, offsets from 0, all in UTF-16 units; `end` is exclusive. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

export function positionIn(source: string, { start, end }: { start: number; end: number }): SourcePosition {
  const before = source.slice(0, start).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1, start, end };
}

/** A name that is none of those that are known. */
export function unknownName(
  what: string,
  name: string,
  names: readonly string[],
): Omit<TargetingProblem, 'path' | 'at'> {
  const expected = names.length === 0 ? 'none: none is declared' : `one of ${names.join(', ')}`;
  const nearest = nearestName(name, names);
  return {
    message: `there is no ${what} ${name}; expected ${expected}${suggestion(name, names)}`,
    found: name,
    expected,
    ...(nearest === undefined ? {} : { nearest }),
  };
}
