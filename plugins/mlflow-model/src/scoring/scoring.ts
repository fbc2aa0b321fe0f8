import { setTimeout as wait } from 'node:timers/promises';
import type { Json, JsonObject, Logger } from '@trialogue/plugin-api';
import { StrategyFailure } from '@trialogue/plugin-api';
import { isNotNow, onePrediction, passedOn, predictionsIn } from './answer';
import { Batches, type Batching } from './batches';
import { type Answered, Connections, TooLarge } from './connections';
import { failureOf, wasNeverSent } from './failures';
import { Replicas } from './replicas';
import { modelOf, type Served } from './served';

const retryMs = 200;

export interface ScoringOptions {
  readonly batching?: Batching;
  readonly caFile?: string;
}

/** Asks scoring servers by MLflow's protocol (`POST /invocations`): https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally/ */
export class Scoring {
  private readonly connections: Connections;
  private readonly replicas: Replicas;
  private readonly batches: Batches;

  constructor({ batching, caFile }: ScoringOptions = {}) {
    this.connections = new Connections(caFile);
    this.replicas = new Replicas((url) => this.connections.ping(url), Date.now);
    this.batches = new Batches(batching, (served, records, signal) =>
      this.ask(served, bodyOf(served, records), records.length, signal),
    );
  }

  /**
   * The prediction for one record. Within the policy's time limit it is asked again, of another server where there are
   * several, when the request could not be sent. Throws a StrategyFailure, or what `signal` was aborted with.
   */
  predict(served: Served, record: JsonObject, signal: AbortSignal, logger: Logger): Promise<Json> {
    return this.within(served, signal, logger, async (either) => {
      if (this.batches.takes(served)) return this.batches.predict(served, record, either);
      const answered = await this.ask(served, bodyOf(served, [record]), 1, either);
      return onePrediction(modelOf(served), answered);
    });
  }

  /** All that the server answers as `predictions` to a body in one of the four forms. Throws as `predict` does. */
  predictAll(served: Served, body: JsonObject, signal: AbortSignal, logger: Logger): Promise<Json> {
    return this.within(served, signal, logger, async (either) => {
      const answered = await this.ask(served, JSON.stringify({ ...body, ...paramsOf(served) }), 16, either);
      return passedOn(modelOf(served), predictionsIn(modelOf(served), answered));
    });
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  private async within<Answer>(
    served: Served,
    signal: AbortSignal,
    logger: Logger,
    work: (either: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const limit = AbortSignal.timeout(served.timeoutMs);
    try {
      return await work(AbortSignal.any([signal, limit]));
    } catch (error) {
      signal.throwIfAborted();
      const model = modelOf(served);
      if (limit.aborted)
        throw new StrategyFailure({ code: 'MODEL_TIMEOUT', model, ms: served.timeoutMs }, { cause: error });
      const failure = failureOf(error, model);
      if (failure !== error)
        logger.warn({ err: error, policy: served.reference, urls: served.urls }, 'A scoring server does not answer.');
      throw failure;
    }
  }

  private async ask({ urls }: Served, body: string, records: number, signal: AbortSignal): Promise<Answered> {
    const tried = new Set<string>();
    for (let attempt = 1; ; attempt += 1) {
      const url = this.replicas.next(urls, tried);
      tried.add(url);
      try {
        const answered = await this.connections.invoke(url, body, records, signal);
        if (isNotNow(answered.status)) this.replicas.failed(url);
        else this.replicas.answered(url);
        return answered;
      } catch (error) {
        if (isItsFault(error, signal)) this.replicas.failed(url);
        if (signal.aborted || !wasNeverSent(error) || attempt > urls.length) throw error;
        if (attempt >= urls.length) await wait(retryMs, undefined, { signal });
      }
    }
  }
}

/** Whether it says something of the server: not that nobody waits any more, nor that it answers too much. */
const isItsFault = (error: unknown, { aborted, reason }: AbortSignal): boolean =>
  aborted ? reason instanceof DOMException && reason.name === 'TimeoutError' : !(error instanceof TooLarge);

const paramsOf = ({ params }: Served) => (Object.keys(params).length > 0 ? { params } : {});
const bodyOf = (served: Served, records: readonly JsonObject[]): string =>
  JSON.stringify({ dataframe_records: records, ...paramsOf(served) });
