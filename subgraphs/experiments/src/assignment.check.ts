import type { Asked } from '@trialogue/decisions';
import { DomainError } from '@trialogue/errors';
import { checkSize, textProblems } from '@trialogue/subgraph';
import type { AssignmentRequest } from './assignment.input';
import { longestUnit } from './assignment.limits';

const largestAttributes = 65_536;
const mostAtOnce = 1_000;

/** Throws BAD_USER_INPUT. */
export function checkCount(name: string, list: readonly unknown[]): void {
  if (list.length <= mostAtOnce) return;
  const problem = `\`${name}\` has ${list.length} entries; ${mostAtOnce} are taken at once.`;
  throw new DomainError('BAD_USER_INPUT', { problem });
}

/** Why a unit is none; undefined when it is one. */
export function unitProblem(unit: string): string | undefined {
  const [problem] = textProblems(unit, 1, longestUnit, ['unit']);
  return problem && `\`unit\` ${problem.message}`;
}

/** With the unit in the form that counts (docs/decisions/0023-units.md). Throws BAD_USER_INPUT. */
export function checked({ experiment, unit: given, attributes }: AssignmentRequest): Asked {
  const unit = given.normalize();
  const problem = unitProblem(unit);
  if (problem) throw new DomainError('BAD_USER_INPUT', { problem: `${problem}.` });
  if (attributes) checkSize('attributes', attributes, largestAttributes);
  return { experiment, unit, attributes: attributes ?? {} };
}
