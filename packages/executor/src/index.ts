export type { EffectEntry, EffectLedger } from '@trialogue/plugin-api/host';
export { AllocatorFailed, type AllocatorRequest, askAllocator } from './ask-allocator';
export type { Budget, ExecutionRequest, ExecutorOptions } from './execution';
export { Executor } from './executor';
export type { ExecutionPlan } from './plan';
export type { BroughtNames } from './plugins/brought-names';
export {
  type EntryProblem,
  isolationOf,
  type PluginEntry,
  type PluginList,
  readPluginEntries,
  readPluginEntry,
} from './plugins/entries';
export type { LoadedAllocator, LoadedStrategy, LoadedTool } from './plugins/loaded-plugin';
export { folderOf as pluginFolderOf, placed, placeOf } from './plugins/plugin-files';
export type { PluginState, StrategyState } from './plugins/plugin-state';
export { type Connections, type LoadOptions, Plugins } from './plugins/plugins';
export { publishBrought } from './plugins/publish';
export { Running } from './plugins/running';
export type { GraphPort, Surroundings } from './plugins/surroundings';
export type { PluginModule } from './plugins/trial';
export { watchPlugins } from './plugins/watch-plugins';
export type { ExecutionFigures, ExecutionRecord } from './record';
export { correctedBefore } from './structured-output';
