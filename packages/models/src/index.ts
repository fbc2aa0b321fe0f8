export type { Aliases } from './aliases';
export type { AnthropicOptions } from './anthropic';
export type { ChatEvent, ChatRequest, ModelName } from './chat-model';
export type { Clock } from './clock';
export type { Limits } from './limits';
export { createModels, type Models, type ModelsOptions, type ResolvedModel } from './models';
export type { OpenAIOptions } from './openai';
export { watchedModels } from './watched-models';
