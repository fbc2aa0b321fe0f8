import { TemplateError, variablesOf } from '@trialogue/templates';
import type { PortableVariable, PortableVersion } from './portable-prompt';
import { Unusable } from './unusable';

/** What stands in for a model that a version of elsewhere does not name. */
export interface FallbackModel {
  readonly provider?: string;
  readonly model?: string;
}

/** Throws `Unusable` when nobody names one. */
export function withModel(provider: string | undefined, model: string | undefined, fallback: FallbackModel) {
  const [modelProvider, modelName] = [provider ?? fallback.provider, model ?? fallback.model];
  if (modelProvider === undefined || modelName === undefined)
    throw new Unusable('names no model: give --provider and --model');
  return { modelProvider, modelName };
}

/** The variables that texts use, for versions that declare none. Throws `Unusable`. */
export function declaredIn(
  texts: readonly string[],
  syntax: PortableVersion['syntax'],
  required: boolean,
): PortableVariable[] {
  try {
    const names = new Set(texts.flatMap((template) => variablesOf({ syntax, template })));
    return [...names].map((name) => ({ name, required }));
  } catch (error) {
    if (error instanceof TemplateError) throw new Unusable(error.message);
    throw error;
  }
}
