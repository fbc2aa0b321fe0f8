import type { FlowDefinition } from './definition';

/** References to prompts in a flow's states, as written, each once. */
export function flowPrompts({ states }: FlowDefinition): string[] {
  const references = Object.values(states).flatMap((state) =>
    'prompt' in state && state.prompt.prompt_version_id !== undefined ? [state.prompt.prompt_version_id] : [],
  );
  return [...new Set(references)];
}
