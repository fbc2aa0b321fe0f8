import { SpanKind } from '@opentelemetry/api';
import type { Policy, RenderedPrompt, Services } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { inStep, type Telemetry } from '@trialogue/telemetry';
import { renderVersion } from '@trialogue/templates';
import { effectiveModel, effectiveParams, outputFormat, type PromptVersionBody } from '@trialogue/variant-config';
import type { ExecutionMetrics } from './execution-metrics';
import { type GenerateBindings, generateWith } from './generate';
import { pinnedPolicy, policyModelName } from './pinned-policies';
import { pinnedPrompt } from './pinned-prompts';
import type { ExecutionPlan } from './plan';
import { mayBeUnawaited } from './unawaited';

export interface ServiceBindings extends Omit<GenerateBindings, 'last'> {
  readonly plan: Pick<ExecutionPlan, 'config' | 'pins'>;
  readonly releases: Pick<Releases, 'get' | 'head' | 'fresh'>;
  readonly standInUrl?: string;
  readonly telemetry?: Telemetry;
  readonly metrics: ExecutionMetrics | undefined;
}

/** Prompts, models and policies as one call sees them: those of its pins, with the model and params of its config. */
export function lentServices(bindings: ServiceBindings): Omit<Services, 'logger' | 'tools' | 'secret'> {
  const { plan, releases, standInUrl, telemetry, metrics, tally, signal } = bindings;
  let last: { rendered: RenderedPrompt; replies: PromptVersionBody['replies'] } | undefined;

  const render: Services['prompts']['render'] = async (reference, variables) => {
    signal.throwIfAborted();
    const version = await pinnedPrompt(plan, reference, releases);
    const output = outputFormat(version);
    const rendered: RenderedPrompt = {
      messages: renderVersion(version, variables).map(({ role, text }) => ({ role, parts: [{ type: 'text', text }] })),
      model: effectiveModel(version, plan.config),
      params: effectiveParams(version, plan.config),
      ...(output && { output }),
    };
    last = { rendered, replies: version.replies };
    return rendered;
  };

  const generate = generateWith({ ...bindings, last: () => last });

  return {
    prompts: { render: mayBeUnawaited(render) },
    models: { generate: mayBeUnawaited(generate) },
    policies: {
      get: mayBeUnawaited(async (reference, { counts = true } = {}) => {
        signal.throwIfAborted();
        const policy = await pinnedPolicy(plan, reference, releases, standInUrl);
        if (counts) tally.asked(policyModelName(policy.model), policy.standIn);
        return policy;
      }),
      call: (policy, ask) => {
        const counted = () => (metrics ? metrics.scoring(ask) : ask());
        return inStep(telemetry?.tracer, `score ${policy.model.name}`, scoringOf(policy), counted);
      },
    },
    events: {
      append: mayBeUnawaited(async (type, data) => {
        signal.throwIfAborted();
        tally.event(type, data);
      }),
    },
  };
}

const scoringOf = ({ reference, model, standIn }: Policy) => ({
  kind: SpanKind.CLIENT,
  attributes: {
    'trialogue.policy': reference,
    'trialogue.model.name': model.name,
    'trialogue.model.version': model.version,
    'trialogue.stand_in': standIn,
  },
});
