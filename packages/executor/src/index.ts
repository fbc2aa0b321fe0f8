export type { EffectEntry, EffectLedger } from '@trialogue/plugin-api/host';
export { AllocatorFailed, type AllocatorRequest, askAllocator } from './ask-allocator';
export type { Budget, ExecutionRequest, ExecutorOptions } from './execution';
export { Executor } from './executor';
export type { ExecutionPlan } from './plan';
export {
  type EntryProblem,
  isolationOf,
  type PluginEntry,
  type PluginList,
  readPluginEntries,
  readPluginEntry,
} from './plugins/entries';
export type { GraphPort } from './plugins/lent-host';
export type { LoadedAllocator, LoadedStrategy, LoadedTool } from './plugins/loaded-plugin';
export { folderOf as pluginFolderOf, placed, placeOf } from './plugins/plugin-files';
export type { PluginState, StrategyState } from './plugins/plugin-state';
export { type Connections, type LoadOptions, type PluginModule, Plugins } from './plugins/plugins';
export { publishBrought } from './plugins/publish';
export { Running } from './plugins/running';
export type { Surroundings } from './plugins/surroundings';
export type { ExecutionFigures, ExecutionRecord } from './record';
export { correctedBefore } from './structured-output';
