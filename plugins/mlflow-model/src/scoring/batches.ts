import type { Json, JsonObject, Policy } from '@trialogue/plugin-api';
import { StrategyFailure } from '@trialogue/plugin-api';
import { isRefusal, predictionsOf } from './answer';
import type { Answered } from './connections';
import { modelOf, type Served } from './served';

export interface Batching {
  /** Records in one request. */
  readonly max: number;
  /** Milliseconds that a record waits for others at most, while another request is under way. */
  readonly waitMs: number;
  /** Names of the models whose records are sent together; undefined: of all. */
  readonly models?: readonly string[];
}

type Ask = (served: Served, records: readonly JsonObject[], signal: AbortSignal) => Promise<Answered>;

interface Waiting {
  readonly record: JsonObject;
  readonly signal: AbortSignal;
  readonly resolve: (prediction: Json) => void;
  readonly reject: (error: unknown) => void;
}

/** Records of one model with the same params and the same members, for the same servers. */
interface Gathering {
  readonly served: Served;
  waiting: Waiting[];
  /** Requests under way. */
  asked: number;
  /** Undoes what will send the waiting. */
  planned?: () => void;
}

/**
 * Sends records that come at the same time together. A record that comes while nothing is under way is sent at once, with
 * those that come in the same turn of the event loop; later ones wait for the answer, for `max` of them or for `waitMs`. Each
 * gets its own prediction or its own failure: when a request of several is refused, each of its records is asked alone.
 */
export class Batches {
  private readonly gatherings = new Map<string, Gathering>();

  constructor(
    private readonly batching: Batching | undefined,
    private readonly ask: Ask,
  ) {}

  takes({ model }: Pick<Policy, 'model'>): boolean {
    const { batching } = this;
    return batching !== undefined && batching.max > 1 && (batching.models?.includes(model.name) ?? true);
  }

  predict(served: Served, record: JsonObject, signal: AbortSignal): Promise<Json> {
    const key = JSON.stringify([served.model, served.params, served.urls, Object.keys(record)]);
    let gathering = this.gatherings.get(key);
    if (!gathering) {
      gathering = { served, waiting: [], asked: 0 };
      this.gatherings.set(key, gathering);
    }
    return this.join(key, gathering, record, signal);
  }

  private join(key: string, gathering: Gathering, record: JsonObject, signal: AbortSignal): Promise<Json> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        gathering.waiting = gathering.waiting.filter((other) => other !== one);
        reject(signal.reason);
      };
      const settled =
        <Value>(settle: (value: Value) => void) =>
        (value: Value) => {
          signal.removeEventListener('abort', leave);
          settle(value);
        };
      const one: Waiting = { record, signal, resolve: settled(resolve), reject: settled(reject) };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      gathering.waiting.push(one);
      if (gathering.waiting.length >= this.batching!.max) this.send(key, gathering);
      else gathering.planned ??= this.plan(key, gathering);
    });
  }

  private plan(key: string, gathering: Gathering): () => void {
    const send = () => this.send(key, gathering);
    if (gathering.asked === 0) {
      const immediate = setImmediate(send);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(send, this.batching!.waitMs);
    return () => clearTimeout(timer);
  }

  private send(key: string, gathering: Gathering): void {
    gathering.planned?.();
    gathering.planned = undefined;
    const together = gathering.waiting.splice(0, this.batching!.max);
    if (together.length > 0) {
      gathering.asked += 1;
      void this.answer(gathering.served, together).finally(() => {
        gathering.asked -= 1;
        if (gathering.asked === 0) this.send(key, gathering);
      });
    }
    if (gathering.asked === 0) this.gatherings.delete(key);
    else if (gathering.waiting.length > 0) gathering.planned = this.plan(key, gathering);
  }

  /** Settles each; never throws. */
  private async answer(served: Served, together: readonly Waiting[]): Promise<void> {
    const model = modelOf(served);
    try {
      const answered = await this.ask(
        served,
        together.map(({ record }) => record),
        whenAllAre(together),
      );
      const predictions = predictionsOf(model, answered, together.length);
      for (const [index, one] of together.entries()) {
        const prediction = predictions[index]!;
        if (prediction instanceof StrategyFailure) one.reject(prediction);
        else one.resolve(prediction);
      }
    } catch (error) {
      const isAskedAgain = together.length > 1 && isRefusal(error);
      if (!isAskedAgain) for (const { reject } of together) reject(error);
      const present = isAskedAgain ? together.filter(({ signal }) => !signal.aborted) : [];
      await Promise.all(present.map((one) => this.answer(served, [one])));
    }
  }
}

/** Aborted when nobody waits for the answer any more. */
function whenAllAre(together: readonly Waiting[]): AbortSignal {
  if (together.length === 1) return together[0]!.signal;
  const controller = new AbortController();
  let waiting = together.length;
  for (const { signal } of together)
    signal.addEventListener('abort', () => --waiting === 0 && controller.abort(signal.reason), { once: true });
  return controller.signal;
}
