import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError, type Problem } from '@trialogue/errors';

/** What is wrong with an argument, checked before anything is done with it. Lengths are in UTF-16 units. */
type Path = Problem['path'];

/** Keys and names that people choose: of prompts, labels, experiments, variants. A label never looks like a number. */
const nameForm = /^[a-z][a-z0-9_-]{0,63}$/i;
/** An escaped U+0000 in JSON: its backslash is not itself escaped. */
const escapedNull = /(?<!\\)(?:\\\\)*\\u0000/;

export const isName = (name: string): boolean => nameForm.test(name);

export function nameProblems(name: string, path: Path): Problem[] {
  if (isName(name)) return [];
  const expected = 'a letter, then letters, digits, _ and -, at most 64 in all';
  return [{ path, message: `is no name: ${expected}`, found: JSON.stringify(name.slice(0, 80)), expected }];
}

/** Postgres stores neither U+0000 nor half a surrogate pair. */
export function textProblems(text: string, least: number, most: number, path: Path): Problem[] {
  if (!text.isWellFormed() || text.includes('\0'))
    return [{ path, message: 'holds a character that cannot be stored' }];
  if (text.length >= least && text.length <= most) return [];
  const [found, expected] = [`${text.length} characters`, `${least} to ${most}`];
  return [{ path, message: `has ${found}; ${expected} are allowed`, found, expected }];
}

/** `most` is the length of the canonical JSON. */
export function jsonProblems(value: unknown, most: number, path: Path): Problem[] {
  try {
    const text = canonicalJson(value);
    if (escapedNull.test(text)) return [{ path, message: 'holds a character that cannot be stored' }];
    if (text.length > most) return [{ path, message: `has ${text.length} characters; ${most} are allowed` }];
    return [];
  } catch (error) {
    return [{ path, message: `cannot be stored: ${(error as Error).message}` }];
  }
}

export function rangeProblems(number: number, least: number, most: number, path: Path): Problem[] {
  if (number >= least && number <= most) return [];
  return [
    {
      path,
      message: `is ${number}; it goes from ${least} to ${most}`,
      found: `${number}`,
      expected: `${least} to ${most}`,
    },
  ];
}

export function countProblems(list: readonly unknown[], least: number, most: number, path: Path): Problem[] {
  if (list.length >= least && list.length <= most) return [];
  const [found, expected] = [`${list.length} entries`, `${least} to ${most}`];
  return [{ path, message: `has ${found}; ${expected} are allowed`, found, expected }];
}

/** Items of `path` that have the `member` of an earlier one. */
export function repetitionProblems<Item>(list: readonly Item[], member: string & keyof Item, path: Path): Problem[] {
  const values = list.map((item) => item[member]);
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [{ path: [...path, index, member], message: `is there twice: ${value}` }] : [],
  );
}

/** Moves a problem below a path. */
export const below =
  (...path: Path) =>
  (problem: Problem): Problem => ({ ...problem, path: [...path, ...problem.path] });

/** Throws CONFIG_INVALID when there are problems. `subject` is what has them, as a message names it. */
export function refuseProblems(subject: string, problems: readonly Problem[]): void {
  const [first] = problems;
  if (!first) return;
  const told = `${first.path.join('.')} ${first.message}`.trim();
  throw new DomainError('CONFIG_INVALID', { subject, count: problems.length, first: told }, { problems });
}
