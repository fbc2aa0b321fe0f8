export { openPrompts, type PromptsOptions } from './main';
export type { PromptFiles, PromptFilesRead } from './prompt.files';
