export { answerWithTools, type Tool, type ToolUse } from './answer-with-tools';
export type { FromSchema, JSONSchema, Reference } from './json-schema';
export type { Json, JsonObject, Message, Part, Usage } from './message';
export { nearestName } from './nearest-name';
export {
  apiVersion,
  type Contribution,
  definePlugin,
  type GraphContext,
  type GraphModule,
  type Host,
  type Plugin,
  type Resolver,
} from './plugin';
export {
  type Call,
  defineStrategy,
  type Generated,
  type GenerateRequest,
  type Logger,
  type OutputFormat,
  type Policy,
  type RenderedPrompt,
  type Services,
  type Strategy,
  type ToolCall,
  type ToolDefinition,
} from './strategy';
export { type Failure, StrategyFailure, type StrategyProblem } from './strategy-failure';
export { totalUsage } from './total-usage';
