import type { Version } from '@trialogue/templates/render';
import type { ResolvedPrompt } from './resolved-prompt';

/** All that it takes to render what a model is told. Nothing in it ever changes. */
export interface PromptMaterial extends Pick<ResolvedPrompt, 'promptVersion' | 'model' | 'params' | 'responseSchema'> {
  /** `name@number` of versions without which it is not to be rendered: once one is archived. */
  readonly pins: readonly string[];
  readonly version: Version;
}

/** Material as it is cached, with what it is of. */
export interface KnownMaterial {
  /** Of the experiment that it was asked for with; undefined: it is a version’s. */
  readonly release?: string;
  readonly material: PromptMaterial;
}

/** Whether something that came over a wire or from a disk can be used; what is inside a version its publisher checked. */
export function isPromptMaterial(value: unknown): value is PromptMaterial {
  const { promptVersion, pins, version, model, params } = (value ?? {}) as Partial<PromptMaterial>;
  return (
    typeof promptVersion?.id === 'string' &&
    Array.isArray(pins) &&
    typeof version?.template === 'string' &&
    Array.isArray(version.variables) &&
    typeof model?.id === 'string' &&
    typeof params === 'object'
  );
}
