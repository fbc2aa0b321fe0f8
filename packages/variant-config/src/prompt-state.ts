import type { JsonObject } from '@trialogue/plugin-api';

/**
 * The config by which a state of a flow that names a prompt is answered: `prompt_template` on that prompt. The variant's
 * model and parameters apply if the variant is of that strategy too, its fallback model in any case. The arm and the execution both ask here.
 *
 * @param strategy the variant's
 * @param prompt as the flow's state names it, which is how it is pinned
 */
export function configOnPrompt(strategy: string, config: JsonObject, prompt: string): JsonObject {
  const { fallback_model } = config;
  const { prompt_config: overrides, ...rest } = strategy === 'prompt_template' ? config : {};
  return {
    ...rest,
    ...(fallback_model !== undefined && { fallback_model }),
    execution_strategy: 'prompt_template',
    prompt_config: { ...(overrides as JsonObject | undefined), prompt_version_id: prompt },
  };
}
