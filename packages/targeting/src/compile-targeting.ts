import { Environment, type ParseError, type ParseResult } from '@marcbachmann/cel-js';
import type { Targeting } from '@trialogue/assignment';
import { attributeProblems, celType, type DeclaredAttributes } from './declared-attributes';
import { inspect } from './inspect';
import { limits } from './limits';
import { positionIn, type TargetingProblem } from './problem';
import { NotOffered, toExpression } from './to-expression';

export type TargetingResult =
  | { readonly targeting: Targeting; readonly problems: readonly [] }
  | { readonly targeting: null; readonly problems: readonly TargetingProblem[] };

/** A CEL condition over declared attributes, parsed, type-checked and compiled; or everything that is wrong with it. */
export function compileTargeting(source: string, attributes: DeclaredAttributes): TargetingResult {
  const declared = attributeProblems(attributes);
  if (declared.length > 0) return { targeting: null, problems: declared };
  const refused = (message: string, range?: { start: number; end: number }, expected?: string): TargetingResult => {
    const where = range && { at: positionIn(source, range), found: source.slice(range.start, range.end) };
    return { targeting: null, problems: [{ path: ['targeting'], message, ...where, ...(expected && { expected }) }] };
  };
  if (source.length > limits.source)
    return refused(`is ${source.length} characters long; expected ${limits.source} or fewer`);
  let parsed: ParseResult;
  try {
    parsed = environmentOf(attributes).parse(source);
  } catch (error) {
    // The library's limit of depth does not count what stands before an operand
    if (error instanceof RangeError) return refused('is nested too deeply; expected fewer `!` and `-` in a row');
    const { summary, range } = error as ParseError;
    if (summary === undefined) throw error;
    return refused(`${lowerFirst(summary)}; expected ${condition}`, range, condition);
  }
  const problems = inspect(source, parsed.ast, attributes);
  if (problems.length > 0) return { targeting: null, problems };
  const { valid, type, error } = parsed.check();
  if (!valid) return refused(typeMessage(error!.summary), error!.range);
  if (type !== 'bool') return refused(`gives ${type}; expected bool`, parsed.ast, 'bool');
  try {
    return { targeting: { source, expression: toExpression(parsed.ast, attributes) }, problems: [] };
  } catch (error) {
    if (error instanceof NotOffered) return refused(error.message, error.node);
    throw error;
  }
}

/** Attributes are variables by their names, where these are identifiers, and members of `attributes` by any. */
function environmentOf(attributes: DeclaredAttributes): Environment {
  const environment = new Environment({
    limits: { maxAstNodes: limits.nodes, maxDepth: limits.depth, maxListElements: limits.items },
  });
  const schema = Object.fromEntries(Object.entries(attributes).map(([name, type]) => [name, celType(type)]));
  for (const [name, type] of Object.entries(schema))
    if (/^[A-Za-z_]\w*$/.test(name) && !ownWords.has(name) && !environment.hasVariable(name))
      environment.registerVariable(name, type);
  return environment.registerVariable({ name: 'attributes', schema });
}

/** What is no variable, though it looks like one: what CEL keeps for itself (its specification, “Syntax”), JavaScript and we. */
const ownWords = new Set(
  'as break const continue else for function if import let loop package namespace return var void while prototype attributes'.split(
    ' ',
  ),
);

const condition = 'a condition in CEL, such as country == "DE" && age >= 18';
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** CEL keeps whole numbers and fractions apart, which surprises whoever thinks in JSON. */
function typeMessage(summary: string | undefined): string {
  // Where it tries to tell the type of an item that no list has, the library's own check breaks
  if (summary === undefined) return 'an empty list that is written out has no items, and they no type';
  const message = lowerFirst(summary).replaceAll('google.protobuf.Timestamp', 'timestamp');
  const mixes = /\bint\b/.test(message) && /\bdouble\b/.test(message);
  return mixes ? `${message}; a whole number for a double is written 5.0, and double(n) makes one of an int` : message;
}
