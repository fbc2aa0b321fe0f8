export { compileTargeting, type TargetingResult } from './compile-targeting';
export { attributeProblems, type DeclaredAttributes } from './declared-attributes';
export type { SourcePosition, TargetingProblem } from './problem';
