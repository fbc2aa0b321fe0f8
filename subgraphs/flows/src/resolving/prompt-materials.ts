import type { ExperimentSnapshot } from '@trialogue/assignment';
import { DomainError } from '@trialogue/errors';
import { nameAtProvider } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import { effectiveModel, effectiveParams, type PromptVersionBody } from '@trialogue/variant-config';
import { planFromVariant } from '../execution-plan';
import { ownPrompts, type PromptServices } from './own-prompts';
import type { PromptMaterial, PromptMaterialInput, PromptMaterialOutcome } from './prompt-material';

export interface MaterialServices extends PromptServices {
  readonly store: { readonly releases: Pick<Store['releases'], 'getAll' | 'fresh'> };
}

type Bodies = Awaited<ReturnType<Store['releases']['getAll']>>;

const most = 100;

/**
 * What each of them renders, in order, for who renders elsewhere; `resolvePrompt` renders the same.
 *
 * @throws DomainError BAD_USER_INPUT, STORE_UNAVAILABLE; what is wrong with one of them is its outcome
 */
export async function promptMaterials(
  services: MaterialServices,
  asked: readonly PromptMaterialInput[],
): Promise<PromptMaterialOutcome[]> {
  if (asked.length > most)
    throw new DomainError('BAD_USER_INPUT', {
      problem: `\`of\` has ${asked.length} entries; ${most} are taken at once.`,
    });
  const hashes = asked.map(hashOf);
  await services.store.releases.fresh();
  const bodies = await services.store.releases.getAll([...new Set(hashes)]);
  return Promise.all(asked.map((one) => outcomeOf(materialOf(services, bodies, one))));
}

function hashOf({ release, variant, version }: PromptMaterialInput): string {
  const isVariant = release != null && variant != null && version == null;
  if (isVariant || (version != null && release == null && variant == null)) return (release ?? version)!;
  throw new DomainError('BAD_USER_INPUT', { problem: 'Each of `of` has `release` and `variant`, or `version` alone.' });
}

async function outcomeOf(material: Promise<PromptMaterial>): Promise<PromptMaterialOutcome> {
  try {
    return { material: await material, error: null };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'STORE_UNAVAILABLE') throw error;
    const { code, message, help, retryable } = error;
    return { material: null, error: { code, message, help, retryable } };
  }
}

async function materialOf(
  services: MaterialServices,
  bodies: Bodies,
  { release: hash, variant: key, version: wanted }: PromptMaterialInput,
): Promise<PromptMaterial> {
  const found = bodies.get((hash ?? wanted)!);
  if (wanted != null) {
    const isServed = found?.kind === 'prompt_version' && (found.body as PromptVersionBody).status === 'ACTIVE';
    if (!isServed) throw new DomainError('PROMPT_NOT_FOUND', { prompt: wanted });
    const plan = { strategy: 'prompt_template', config: {}, pins: { [wanted]: wanted } };
    return materialFrom(await ownPrompts(services, plan), {})!;
  }
  const experiment = found?.kind === 'experiment' ? (found.body as ExperimentSnapshot) : undefined;
  const variant = experiment?.variants.find((one) => one.key === key);
  if (!experiment || !variant) {
    const problem = `There is no variant ${key} in an experiment’s release ${hash}.`;
    throw new DomainError('BAD_USER_INPUT', { problem });
  }
  const material = materialFrom(await ownPrompts(services, planFromVariant(variant)), variant.config);
  if (material) return material;
  throw new DomainError('VARIANT_WITHOUT_PROMPT', { experiment: experiment.key, variant: variant.key });
}

function materialFrom(versions: readonly PromptVersionBody[], config: JsonObject): PromptMaterial | undefined {
  const [first] = versions;
  if (!first) return undefined;
  const { name, number, syntax, template, messages, includes, variables } = first;
  const model = effectiveModel(first, config);
  return {
    promptVersion: { id: `${name}@${number}` },
    pins: versions.map((one) => `${one.name}@${one.number}`),
    version: { name, number, syntax, template, messages, includes, variables } as unknown as JsonObject,
    model: { ...model, id: nameAtProvider(model) },
    params: effectiveParams(first, config),
    responseSchema: first.responseSchema ?? null,
  };
}
