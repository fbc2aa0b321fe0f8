export { openPrompts, type PromptsOptions } from './main';
export type { ApplyPromptInput } from './prompt.input';
