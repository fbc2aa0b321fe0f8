import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Asked, Decision, Decisions } from '@trialogue/decisions';
import { DomainError } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { parsePromptReference, promptVersionOf } from '@trialogue/variant-config';
import type { ConversationPlan, FlowPlan } from './following/conversation-plan';

/** What a conversation executes, and what decided it. */
export interface Planned {
  readonly plan: ConversationPlan;
  /** Absent outside of an experiment: there is nothing to compare. */
  readonly assigned?: Assigned;
}

export interface Assigned extends Decision {
  readonly assignment: Decision['assignment'] & {
    readonly variant: NonNullable<Decision['assignment']['variant']>;
  };
}

type Variant = ExperimentSnapshot['variants'][number];

/**
 * What the unit gets in an experiment. Throws EXPERIMENT_NOT_FOUND, EXPERIMENT_NOT_RUNNING, UNIT_NOT_IN_EXPERIMENT,
 * NOTHING_TO_EXECUTE, FLOW_NOT_FOUND, STORE_UNAVAILABLE.
 */
export async function planFromExperiment(decisions: Decisions, asked: Asked): Promise<Planned> {
  const { experiment, unit } = asked;
  const decision = await decisions.decide(asked);
  if (!decision) throw new DomainError('EXPERIMENT_NOT_FOUND', { experiment });
  const { assignment } = decision;
  const { variant, reason } = assignment;
  if (!variant) {
    if (reason === 'NOT_RUNNING')
      throw new DomainError('EXPERIMENT_NOT_RUNNING', { experiment, status: decision.release.body.status });
    throw new DomainError('UNIT_NOT_IN_EXPERIMENT', { unit, experiment, reason: assignment.trace.at(-1)!.outcome });
  }
  if (variant.executionStrategy === 'none')
    throw new DomainError('NOTHING_TO_EXECUTE', { experiment, variant: variant.key });
  const arm = { experiment, variant: variant.key, hash: variant.arm, propensity: assignment.propensity ?? 1 };
  const fallback = fallbackOf(variant, decision.release.body.variants);
  const plan = { ...planFromVariant(variant), ...(fallback && { fallback }), ...(assignment.inExperiment && { arm }) };
  return { plan, assigned: { ...decision, assignment: { ...assignment, variant } } };
}

/** What a variant executes, for whomever. Throws FLOW_NOT_FOUND. */
export function planFromVariant({ executionStrategy: strategy, config, pins }: Variant): ConversationPlan {
  const flow = flowOf(config, pins);
  return { strategy, config, pins, ...(flow && { flow }) };
}

/** The variant that its config names to stand in for it. */
function fallbackOf({ config }: Variant, variants: readonly Variant[]): ConversationPlan['fallback'] {
  const found = variants.find(({ key }) => key === config.fallback_variant);
  return found && { variant: found.key, strategy: found.executionStrategy, config: found.config, pins: found.pins };
}

/** The flow that a variant's config names, which is pinned with it. */
function flowOf({ flow_config: config }: JsonObject, pins: ConversationPlan['pins']): FlowPlan | undefined {
  if (config === undefined) return undefined;
  const { flow_id: reference, initial_state: initialState } = config as { flow_id: string; initial_state?: string };
  const hash = Object.hasOwn(pins, reference) ? pins[reference] : undefined;
  if (hash === undefined) throw new DomainError('FLOW_NOT_FOUND', { flow: reference });
  return { reference, hash, ...(initialState !== undefined && { initialState }) };
}

/**
 * Just this prompt, in the version that it means now. Throws PROMPT_NOT_FOUND.
 *
 * @param unpublished whether the version may be a draft or archived
 */
export function planFromPrompt(releases: Pick<Releases, 'head'>, prompt: string, unpublished: boolean): Planned {
  const reference = parsePromptReference(prompt);
  const version = reference && promptVersionOf(releases, reference);
  if (!version || !(unpublished || version.body.status === 'ACTIVE'))
    throw new DomainError('PROMPT_NOT_FOUND', { prompt });
  const config = { execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: version.reference } };
  return { plan: { strategy: 'prompt_template', config, pins: { [version.reference]: version.hash } } };
}
