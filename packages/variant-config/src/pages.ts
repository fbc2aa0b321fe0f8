/** What naming and rendering prompts takes: of this package, the part that runs in a web page too. */
export type { Heads } from './heads';
export { type PromptReference, parsePromptReference } from './prompt-reference';
export { promptVersionOf } from './prompt-version-of';
export { type ValueValidator, valueSchemaProblem, valueValidator } from './value-schema';
export { variablesSchemaOf } from './variables-schema';
