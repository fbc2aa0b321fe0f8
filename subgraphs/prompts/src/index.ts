export { openPrompts, type PromptsOptions } from './main';
