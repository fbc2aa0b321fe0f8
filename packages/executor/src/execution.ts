import type { Models, Prices } from '@trialogue/models';
import type { Call, JsonObject, Logger, Part } from '@trialogue/plugin-api';
import type { EffectLedger } from '@trialogue/plugin-api/host';
import type { EventLog, Releases } from '@trialogue/store';
import type { Telemetry } from '@trialogue/telemetry';
import type { ExecutionPlan } from './plan';
import type { Plugins } from './plugins/plugins';
import type { StructuredOutput } from './structured-output';

/** One execution that somebody wants. */
export interface ExecutionRequest {
  /** The same for every attempt at the same execution. */
  readonly id: string;
  readonly plan: ExecutionPlan;
  readonly input: JsonObject;
  readonly unit: string;
  readonly attributes: JsonObject;
  readonly conversation?: Call<unknown, unknown>['conversation'];
  /** What may still be spent; the models' answers are no longer than it allows. */
  readonly budget?: Budget;
  /** What is streamed of the answer has to be JSON of a schema: models are told, and what was wrong with the last one. */
  readonly output?: StructuredOutput;
  readonly signal: AbortSignal;
  readonly ledger: EffectLedger;
  readonly logger: Logger;
  /** Takes the parts in order, one after another; may wait, and so hold the strategy back. */
  emit(part: Part): Promise<void>;
}

/** What is left to spend, of tokens of all kinds and of US dollars. */
export interface Budget {
  readonly tokens?: number;
  readonly usd?: number;
}

/** What executions are made with. */
export interface ExecutorOptions {
  readonly plugins: Pick<Plugins, 'strategy' | 'tool'>;
  readonly releases: Pick<Releases, 'get' | 'head' | 'fresh'>;
  readonly events: Pick<EventLog, 'check'>;
  readonly models: Models;
  /** Where models of policies are served whose endpoint is `standin:MODEL`; none: nobody serves them. */
  readonly standInUrl?: string;
  /** What models cost now; none: nobody knows. */
  readonly prices?: () => Prices;
  readonly clock: () => Date;
  readonly telemetry?: Telemetry;
}
