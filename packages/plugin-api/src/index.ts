export { answerWithTools, type Tool, type ToolUse } from './answer-with-tools';
export type { Condition, FromSchema, JSONSchema, Reference } from './json-schema';
export type { Json, JsonObject, Message, Part, Usage } from './message';
export { nearestName } from './nearest-name';
export {
  type Allocator,
  type ArmOutcomes,
  apiVersion,
  type Contribution,
  defineAllocator,
  definePlugin,
  type GraphContext,
  type GraphModule,
  type Host,
  type KeptRecord,
  type Plugin,
  type PluginTool,
  type Records,
  type Resolver,
  type Scope,
  type Subscriber,
} from './plugin';
export { PluginError } from './plugin-error';
export {
  type Call,
  defineStrategy,
  type Generated,
  type GenerateRequest,
  type Logger,
  type OutputFormat,
  type Policy,
  type Provided,
  type RenderedPrompt,
  type Services,
  type Strategy,
  type ToolCall,
  type ToolDefinition,
} from './strategy';
export { type Failure, StrategyFailure, type StrategyProblem } from './strategy-failure';
export { totalUsage } from './total-usage';
