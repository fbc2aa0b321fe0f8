export { compileFlow } from './compile-flow';
export type * from './definition';
export { flowBehaviour, flowChecksum } from './flow-behaviour';
export { flowProblems } from './flow-problems';
export { flowPrompts } from './flow-prompts';
export { flowFileSchema } from './flow-schema';
export type * from './flow-state';
