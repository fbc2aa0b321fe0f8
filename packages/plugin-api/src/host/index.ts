export type { EffectEntry, EffectLedger } from './ledger';
export { deepestRun, mostCallsOfARound } from './limits';
export { onceWith } from './once';
export { onceNested } from './once-nested';
export { pluginProblem, strategyProblem, toolProblem } from './plugin-problem';
export { compileSchema, firstOf, type Schema } from './schema';
export { withinTime } from './within-time';
