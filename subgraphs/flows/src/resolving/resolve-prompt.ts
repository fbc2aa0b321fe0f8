import { type Decisions, exposureOf } from '@trialogue/decisions';
import { DomainError } from '@trialogue/errors';
import { nameAtProvider } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import { checkSize, checkText } from '@trialogue/subgraph';
import { renderVersion } from '@trialogue/templates';
import { effectiveModel, effectiveParams, type PromptVersionBody } from '@trialogue/variant-config';
import { type Assigned, type Planned, planFromExperiment, planFromPrompt } from '../execution-plan';
import { ownPrompts, type PromptServices } from './own-prompts';
import type { ResolvedIn, ResolvedPrompt } from './resolved-prompt';

export interface ResolveInput {
  /** Exactly one of the two is given. */
  readonly experiment?: string;
  /** `name`, `name@number` or `name@label`. */
  readonly name?: string;
  readonly unit: string;
  readonly attributes: JsonObject;
  readonly variables: JsonObject;
}

export interface ResolveServices extends PromptServices {
  readonly store: Pick<Store, 'releases' | 'events'>;
  readonly decisions: Decisions;
}

const largest = 65_536;

/**
 * Assigns, records the exposure and renders, for an application that asks its model itself. The exposure is recorded
 * before anything is rendered: a variant whose template fails for some units must not lose them from the comparison.
 *
 * @throws DomainError what `execute` throws of the assignment; VARIANT_WITHOUT_PROMPT, PROMPT_NOT_FOUND,
 *   PROMPT_VERSION_ARCHIVED, PROMPT_VARIABLE_MISSING, PROMPT_VARIABLE_INVALID, TEMPLATE_INVALID, STORE_UNAVAILABLE, BAD_USER_INPUT
 */
export async function resolvePrompt(services: ResolveServices, given: ResolveInput): Promise<ResolvedPrompt> {
  const input = { ...given, unit: given.unit.normalize() };
  checked(input);
  await services.store.releases.fresh();
  const { plan, assigned } = await planOf(services, input);
  const version = await promptOf(services, { plan, assigned });
  const exposure = assigned && exposureOf(assigned);
  if (exposure) await services.store.events.exposeAll([exposure]);
  const model = effectiveModel(version, plan.config);
  return {
    promptVersion: { id: `${version.name}@${version.number}` },
    ...(assigned && resolvedIn(assigned)),
    messages: renderVersion(version, input.variables),
    model: { ...model, id: nameAtProvider(model) },
    params: effectiveParams(version, plan.config),
    responseSchema: version.responseSchema ?? null,
  };
}

function checked({ experiment, name, unit, attributes, variables }: ResolveInput): void {
  if ((experiment === undefined) === (name === undefined))
    throw new DomainError('BAD_USER_INPUT', { problem: 'Give exactly one of `experiment` and `name`.' });
  checkText('unit', unit, 256);
  checkSize('attributes', attributes, largest);
  checkSize('variables', variables, largest);
}

async function planOf({ store, decisions }: ResolveServices, input: ResolveInput): Promise<Planned> {
  const { experiment, name, unit, attributes } = input;
  if (experiment === undefined) return planFromPrompt(store.releases, name!, false);
  return planFromExperiment(decisions, { experiment, unit, attributes });
}

async function promptOf(services: ResolveServices, { plan, assigned }: Planned): Promise<PromptVersionBody> {
  const [version] = await ownPrompts(services, plan);
  if (version) return version;
  const { release, assignment } = assigned!; // a plan of a prompt has one
  throw new DomainError('VARIANT_WITHOUT_PROMPT', { experiment: release.body.key, variant: assignment.variant.key });
}

function resolvedIn({ release, assignment: { variant, reason, inExperiment } }: Assigned): ResolvedIn {
  const experiment = release.body.key;
  return {
    ...{ experiment: { key: experiment }, variant: { experimentKey: experiment, key: variant.key } },
    ...{ arm: variant.arm, release: release.hash, reason, inExperiment },
  };
}
