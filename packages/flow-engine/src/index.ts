export { durationMs } from '@trialogue/variant-config';
export { type CallLiterals, callLiterals } from './call-literals';
export { compileFlow } from './compile-flow';
export type * from './definition';
export { dueTimer, withoutTimer } from './due-timer';
export { flowBehaviour, flowChecksum } from './flow-behaviour';
export { type FlowChange, flowChanges } from './flow-changes';
export { flowDiagram } from './flow-diagram';
export { type FlowEdge, type FlowGraph, type FlowNode, flowGraph } from './flow-graph';
export { flowProblems, isFlowShaped } from './flow-problems';
export {
  type FlowReferences,
  flowCalls,
  flowEvents,
  flowPrompts,
  flowReferences,
  flowTools,
  type StrategyCall,
} from './flow-prompts';
export { flowFileSchema } from './flow-schema';
export type * from './flow-state';
export { type Expected, type FlowTest, flowTestsSchema, type TestTurn } from './flow-test';
export { type NamedFlow, namedFlows } from './include-problems';
export { type MigratedState, migrateState, type StateMigration } from './migrate-state';
export { tooDeep } from './nesting';
export { type OutputReading, outputReader, readOutput } from './read-output';
export { rootOf } from './root-of';
export { callOf } from './routes';
export { runFlowTest } from './run-flow-test';
export { shapeProblems } from './shape-problems';
export {
  overlaid,
  proposeStateMap,
  type SlotImage,
  type StateImage,
  slotMapProblems,
  stateMapProblems,
} from './state-map';
export type * from './verify/finding';
export { replay } from './verify/replay';
export { verifyFlow, verifying } from './verify/verify-flow';
