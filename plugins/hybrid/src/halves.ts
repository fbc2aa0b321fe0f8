import { type Call, type Json, type JsonObject, StrategyFailure } from '@trialogue/plugin-api';
import { predictionVariable } from './variables';

/** What the chat model says in the end. */
export interface Answer {
  readonly text: string;
  readonly structured?: Json;
  readonly stopReason: string;
}

/** What happens when a half fails; without one, the execution fails as the half did. */
export interface Fallbacks {
  readonly on_prediction_failure?: { readonly value?: unknown; readonly skip?: boolean };
  readonly on_prompt_failure?: { readonly text: string };
}

export type Lent = Pick<
  Call<unknown, unknown>,
  'run' | 'prompts' | 'models' | 'events' | 'emit' | 'signal' | 'conversation'
>;

type Half = 'prediction' | 'prompt';

/** Codes of failures that whoever asked is to mend: no fallback hides them, unless a chat model asked. */
const ofTheCaller = ['BAD_USER_INPUT', 'CONFIG_INVALID'];

/** The two halves of a hybrid, with their fallbacks, and which of these were taken. */
export class Halves {
  readonly fallbacks: Half[] = [];

  /** Whether a chat model has said what the other model is asked with. */
  private isAskedByPrompt = false;

  constructor(
    private readonly lent: Lent,
    private readonly config: Fallbacks,
  ) {}

  /** A prediction of `mlflow_model`, or what stands in for it: null where it is skipped. */
  predict(features: JsonObject, known: JsonObject): Promise<Json> {
    return this.predicted(() => this.score(features, known));
  }

  /** The same without anything that stands in for it. */
  async score(features: JsonObject, known: JsonObject): Promise<Json> {
    return (await this.lent.run<{ prediction: Json }>('mlflow_model', null, { features, known })).prediction;
  }

  /** Whatever is made of predictions, or what stands in for it. */
  predicted<Result>(make: () => Promise<Result>): Promise<Result | Json> {
    const { on_prediction_failure: fallback } = this.config;
    const instead = fallback && (() => (fallback.skip ? null : ((fallback.value ?? null) as Json)));
    return this.orElse<Result | Json>('prediction', make, instead);
  }

  /** What `prompt_template` answers with the prompt of `prompt_config`, or another one; or the text in its place. */
  answer(text: string, variables: JsonObject, prompt?: string): Promise<Answer> {
    const own = prompt === undefined ? null : { prompt_version_id: prompt };
    const ask = () => this.lent.run<Answer>('prompt_template', own, { text, variables });
    return this.orElse('prompt', ask, this.textInstead(variables));
  }

  /** The object that a prompt version with a schema is answered by, of which nothing is shown; or the text in its place. */
  object(reference: string, text: string, variables: JsonObject): Promise<JsonObject | Answer> {
    const { prompts, models, conversation } = this.lent;
    const ask = async (): Promise<JsonObject | Answer> => {
      const { messages, output, ...rest } = await prompts.render(reference, {
        ...conversation?.variables,
        ...variables,
      });
      if (!output) throw refused(reference, 'its version has no schema of the answer');
      const said = { role: 'user', parts: [{ type: 'text', text }] } as const;
      const request = { ...rest, messages: [...messages, ...(conversation?.history ?? []), said], output };
      const { structured } = await models.generate({ ...request, record: reference });
      this.isAskedByPrompt = true;
      return structured!;
    };
    return this.orElse('prompt', ask, this.textInstead(variables));
  }

  private textInstead(variables: JsonObject): (() => Promise<Answer>) | undefined {
    const { on_prompt_failure: fallback } = this.config;
    if (!fallback) return undefined;
    return async () => {
      const prediction = variables[predictionVariable] ?? '';
      const shown = typeof prediction === 'string' ? prediction : JSON.stringify(prediction);
      const text = fallback.text.replaceAll(/\{\{\s*prediction\s*\}\}/g, () => shown);
      await this.lent.emit({ type: 'text', text });
      return { text, stopReason: 'fallback' };
    };
  }

  private async orElse<Result>(
    half: Half,
    make: () => Promise<Result>,
    instead: (() => Result | Promise<Result>) | undefined,
  ): Promise<Result> {
    try {
      return await make();
    } catch (error) {
      const code = codeOf(error);
      // What a chat model has asked wrongly, no caller can mend.
      const isAskedWrongly = half === 'prediction' && this.isAskedByPrompt && code === 'BAD_USER_INPUT';
      const isTold = ofTheCaller.includes(code) && !isAskedWrongly;
      if (!instead || isTold || this.lent.signal.aborted) throw error;
      this.fallbacks.push(half);
      await this.lent.events.append('hybrid_fallback', { half, code });
      return instead();
    }
  }
}

/** Of a failure of the chat model whose answer cannot be used. */
export const refused = (model: string, reason: string) => new StrategyFailure({ code: 'MODEL_FAILED', model, reason });

export const isAnswer = (given: JsonObject | Answer): given is Answer => given.stopReason === 'fallback';

function codeOf(error: unknown): string {
  const { code, failure } = error as { code?: unknown; failure?: { code?: unknown } };
  return String(failure?.code ?? code ?? 'STRATEGY_FAILED');
}
