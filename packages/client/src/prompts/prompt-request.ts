import type { Json } from '@trialogue/assignment';
import { checkSubject, kindOf, type Subject } from '../subject';
import { ownError } from '../trialogue-error';

export type Variables = { readonly [name: string]: Json };

interface Given extends Subject {
  /** What the prompt is rendered with; up to 64 KiB as JSON. */
  readonly variables?: Variables;
}

/** The prompt of the variant that the unit gets. */
export interface ExperimentPromptRequest extends Given {
  readonly experiment: string;
  readonly name?: undefined;
}

/** A prompt outside of any experiment. */
export interface NamedPromptRequest extends Given {
  /** `name`, `name@number` or `name@label`. */
  readonly name: string;
  readonly experiment?: undefined;
}

export type PromptRequest = ExperimentPromptRequest | NamedPromptRequest;

/** Bytes as JSON: what the product takes. */
const largest = 65_536;
const deepest = 32;
const utf8 = new TextEncoder();

/** A request as the product would read it: null is absent. @throws TrialogueError BAD_USER_INPUT for what it would refuse */
export function checkedRequest(request: PromptRequest): PromptRequest & { readonly variables: Variables } {
  const { variables, attributes, ...others } = (request ?? {}) as Partial<PromptRequest>;
  const experiment = others.experiment ?? undefined;
  const name = others.name ?? undefined;
  if ((experiment === undefined) === (name === undefined))
    throw ownError('BAD_USER_INPUT', { problem: 'Give exactly one of `experiment` and `name`.' });
  if (typeof (experiment ?? name) !== 'string')
    throw ownError('BAD_USER_INPUT', { problem: '`experiment` and `name` are texts.' });
  checkSubject(request);
  return {
    ...others,
    ...{ experiment, name, variables: asJson('variables', variables ?? {}) },
    ...(attributes && { attributes: asJson('attributes', attributes) }),
  } as PromptRequest & { readonly variables: Variables };
}

function asJson(what: string, value: object): object {
  const refuse = (problem: string) => ownError('BAD_USER_INPUT', { problem: `\`${what}\` ${problem}.` });
  if (kindOf(value) !== 'object') throw refuse(`is ${kindOf(value)}, not an object`);
  let json: string;
  let read: object;
  try {
    json = JSON.stringify(value);
    read = JSON.parse(json);
  } catch (cause) {
    throw refuse(`cannot be written as JSON: ${(cause as Error).message}`);
  }
  if (json.length > largest || utf8.encode(json).length > largest) throw refuse(`is larger than ${largest} bytes`);
  if (isDeeper(read, deepest)) throw refuse(`is nested more than ${deepest} deep`);
  return read;
}

/** Looks no further down than that. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
