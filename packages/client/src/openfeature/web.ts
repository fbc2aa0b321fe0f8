import {
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  type TrackingEventDetails,
} from '@openfeature/web-sdk';
import type { EarlierExposures } from '../subject';
import type { Trialogue } from '../trialogue';
import { announce } from './announcing';
import { detailsOf, failedOf, subjectOf, trackFor } from './evaluation';

export interface ProviderOptions {
  /** How long the provider may take to become ready, in milliseconds. */
  readonly readyMs?: number;
}

/**
 * Flags for OpenFeature’s web SDK: a flag is an experiment, the targeting key its unit, the rest of the context its
 * attributes. What the unit meets is recorded. The client is closed with the provider.
 */
export class TrialogueProvider implements Provider {
  readonly metadata = { name: 'trialogue' };
  readonly runsOn = 'client';
  readonly events = new OpenFeatureEventEmitter();
  private silence = () => {};
  private context: EvaluationContext = {};
  /** Of the context’s unit. */
  private earlier: EarlierExposures | undefined;

  constructor(
    private readonly trialogue: Trialogue<any>,
    private readonly options: ProviderOptions = {},
  ) {}

  async initialize(context: EvaluationContext = {}): Promise<void> {
    this.silence(); // of an earlier time
    try {
      await this.trialogue.ready(this.options.readyMs);
      await this.onContextChange({}, context);
    } finally {
      this.silence = announce(this.trialogue, this.events, ProviderEvents, () => this.learn());
    }
  }

  onContextChange(_before: EvaluationContext, context: EvaluationContext): Promise<void> {
    this.context = context;
    this.earlier = undefined; // of another unit
    return this.learn();
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

  private resolve<Value>(flag: string, otherwise: Value, context: EvaluationContext): ResolutionDetails<Value> {
    try {
      const given = this.trialogue.assignment(flag, { ...subjectOf(context), sticky: this.earlier });
      const details = detailsOf(given, otherwise);
      this.trialogue.expose(given);
      return details;
    } catch (error) {
      return failedOf(error, otherwise, context);
    }
  }

  /**
   * What the unit was exposed to before. When it cannot be learnt, flags that go by it are the code’s own, and say why;
   * all others are what they are.
   */
  private async learn(): Promise<void> {
    const { context } = this;
    if (!context.targetingKey) return;
    try {
      const earlier = await this.trialogue.earlierExposures(subjectOf(context));
      if (context === this.context) this.earlier = earlier;
    } catch {
      // The client has told its `problem`.
    }
  }
}
