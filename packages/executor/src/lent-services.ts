import { SpanKind } from '@opentelemetry/api';
import { DomainError } from '@trialogue/errors';
import type { Models } from '@trialogue/models';
import type { Generated, Part, Policy, RenderedPrompt, Services } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { inStep, type Telemetry } from '@trialogue/telemetry';
import { renderVersion } from '@trialogue/templates';
import { effectiveModel, effectiveParams, type PromptVersionBody } from '@trialogue/variant-config';
import type { ExecutionMetrics } from './execution-metrics';
import { pinnedPolicy, policyModelName } from './pinned-policies';
import { pinnedPrompt } from './pinned-prompts';
import type { ExecutionPlan } from './plan';
import { demandingOutput, type StructuredOutput } from './structured-output';
import type { Tally } from './tally';
import { mayBeUnawaited } from './unawaited';

export interface ServiceBindings {
  readonly plan: Pick<ExecutionPlan, 'config' | 'pins'>;
  readonly releases: Pick<Releases, 'get' | 'head' | 'fresh'>;
  readonly models: Models;
  readonly standInUrl?: string;
  readonly telemetry?: Telemetry;
  readonly metrics: ExecutionMetrics | undefined;
  readonly tally: Tally;
  readonly output?: StructuredOutput;
  readonly signal: AbortSignal;
  emit(part: Part): Promise<void>;
}

/** Prompts, models and policies as one call sees them: those of its pins, with the model and params of its config. */
export function lentServices(bindings: ServiceBindings): Omit<Services, 'logger'> {
  const { plan, releases, models, standInUrl, telemetry, metrics, tally, output, signal, emit } = bindings;
  let last: { version: PromptVersionBody; rendered: RenderedPrompt } | undefined;

  const render: Services['prompts']['render'] = async (reference, variables) => {
    signal.throwIfAborted();
    const version = await pinnedPrompt(plan, reference, releases);
    const rendered: RenderedPrompt = {
      messages: renderVersion(version, variables).map(({ role, text }) => ({ role, parts: [{ type: 'text', text }] })),
      model: effectiveModel(version, plan.config),
      params: effectiveParams(version, plan.config),
    };
    last = { version, rendered };
    return rendered;
  };

  const generate: Services['models']['generate'] = async (request): Promise<Generated> => {
    signal.throwIfAborted();
    const model = request.model ?? last?.rendered.model;
    if (!model) throw new Error('models.generate needs a model: render a prompt first, or name one');
    const params = request.params ?? last?.rendered.params ?? {};
    const replies = last?.version.replies ?? [];
    // What is streamed is the answer; what a strategy asks for itself is not what the flow demands.
    const messages = output && request.stream ? demandingOutput(request.messages, output) : request.messages;
    for await (const event of models.stream({ model, messages, params, replies, signal })) {
      if (event.type === 'end') {
        const { text, ...answer } = event;
        tally.answered(answer);
        return { output: text, ...answer };
      }
      if (event.type === 'text' && request.stream) await emit({ type: 'text', text: event.text });
    }
    throw new DomainError('MODEL_FAILED', { model: model.name, reason: 'it ended without an answer' });
  };

  return {
    prompts: { render: mayBeUnawaited(render) },
    models: { generate: mayBeUnawaited(generate) },
    policies: {
      get: mayBeUnawaited(async (reference) => {
        signal.throwIfAborted();
        const policy = await pinnedPolicy(plan, reference, releases, standInUrl);
        tally.asked(policyModelName(policy.model), policy.standIn);
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
