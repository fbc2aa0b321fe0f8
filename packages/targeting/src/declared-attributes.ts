import { limits } from './limits';
import { type TargetingProblem, unknownName } from './problem';

/**
 * Name → type of what callers say of a unit: `string`, `int`, `double`, `bool`, `timestamp` (ISO-8601 text with a zone),
 * `list<T>` or `map<string, T>`. What is not declared cannot be targeted.
 */
export interface DeclaredAttributes {
  readonly [name: string]: string;
}

const scalars = ['string', 'int', 'double', 'bool', 'timestamp'];
const collection = /^(?:list<|map<string, )(.+)>$/;

/** What is wrong with the declarations themselves. */
export function attributeProblems(attributes: DeclaredAttributes): TargetingProblem[] {
  const entries = Object.entries(attributes);
  if (entries.length > limits.attributes)
    return [
      { path: ['attributes'], message: `${entries.length} are declared; expected ${limits.attributes} or fewer` },
    ];
  return entries.flatMap(([name, type]): TargetingProblem[] => {
    const path = ['attributes', name];
    if (name === '') return [{ path, message: 'has no name' }];
    // No member of an object, in JavaScript
    if (name === '__proto__') return [{ path, message: 'cannot be the name of an attribute; expected another' }];
    if (typeof type !== 'string') return [{ path, message: `is ${typeof type}; expected the name of a type` }];
    const wrong = wrongPart(type);
    return wrong === undefined
      ? []
      : [{ path, ...unknownName('type', wrong, [...scalars, 'list<T>', 'map<string, T>']) }];
  });
}

/** The same type as CEL spells it. */
export const celType = (type: string): string => type.replace(/\btimestamp\b/, 'google.protobuf.Timestamp');

function wrongPart(type: string): string | undefined {
  const inner = collection.exec(type)?.[1];
  if (inner !== undefined) return wrongPart(inner);
  return scalars.includes(type) ? undefined : type;
}
