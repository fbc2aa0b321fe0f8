import {
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  type TrackingEventDetails,
} from '@openfeature/server-sdk';
import type { Trialogue } from '../trialogue';
import type { TrialogueError } from '../trialogue-error';
import { announce } from './announcing';
import { detailsOf, failedOf, subjectOf, trackFor } from './evaluation';

export interface ProviderOptions {
  /** How long the provider may take to become ready, in milliseconds. */
  readonly readyMs?: number;
}

/**
 * Flags for OpenFeature’s server SDK: a flag is an experiment, the targeting key its unit, the rest of the context its
 * attributes. What units meet is recorded. The client is closed with the provider.
 */
export class TrialogueProvider implements Provider {
  readonly metadata = { name: 'trialogue' };
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  private silence = () => {};

  constructor(
    private readonly trialogue: Trialogue<any>,
    private readonly options: ProviderOptions = {},
  ) {}

  async initialize(): Promise<void> {
    this.silence(); // of an earlier time
    try {
      await this.trialogue.ready(this.options.readyMs);
    } finally {
      this.silence = announce(this.trialogue, this.events, ProviderEvents);
    }
  }

  async onClose(): Promise<void> {
    this.silence();
    await this.trialogue.close();
  }

  track(name: string, context: EvaluationContext, details: TrackingEventDetails): void {
    trackFor(this.trialogue, name, context, details);
  }

  resolveBooleanEvaluation(flag: string, otherwise: boolean, context: EvaluationContext) {
    return this.resolve(flag, otherwise, context);
  }

  resolveStringEvaluation(flag: string, otherwise: string, context: EvaluationContext) {
    return this.resolve(flag, otherwise, context);
  }

  resolveNumberEvaluation(flag: string, otherwise: number, context: EvaluationContext) {
    return this.resolve(flag, otherwise, context);
  }

  resolveObjectEvaluation<Value extends JsonValue>(flag: string, otherwise: Value, context: EvaluationContext) {
    return this.resolve(flag, otherwise, context);
  }

  private async resolve<Value>(
    flag: string,
    otherwise: Value,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<Value>> {
    try {
      const subject = subjectOf(context);
      const given = this.trialogue.assignment(flag, subject);
      const details = detailsOf(given, otherwise);
      this.trialogue.expose(given);
      return details;
    } catch (error) {
      const isForThere = (error as TrialogueError).code === 'EARLIER_EXPOSURE_UNKNOWN';
      return isForThere ? this.resolveThere(flag, otherwise, context) : failedOf(error, otherwise, context);
    }
  }

  /** Only the product knows what the unit was exposed to before. */
  private async resolveThere<Value>(flag: string, otherwise: Value, context: EvaluationContext) {
    const [outcome] = await this.trialogue.assignMany([{ experiment: flag, ...subjectOf(context) }]);
    try {
      if (outcome!.error) throw outcome!.error;
      return detailsOf(outcome!.assignment!, otherwise);
    } catch (error) {
      return failedOf(error, otherwise, context);
    }
  }
}
