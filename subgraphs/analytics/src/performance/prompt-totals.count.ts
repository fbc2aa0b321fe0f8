import type { StoredEvent } from '@trialogue/store';
import { latencyBucket } from './latency-buckets';
import {
  conversationRatingType,
  type PromptRating,
  ratingOfConversation,
  ratingType,
  readRating,
} from './prompt-rating';
import type { PromptLatency, PromptTotals } from './prompt-totals.entity';

/** What is read of an event. */
export type CountedEvent = Pick<StoredEvent, 'type' | 'at' | 'release' | 'data'>;

/** The prompt versions, `name@number`, that a variant of an experiment's release has pinned. */
export type PinnedBy = (release: string, variant: string) => readonly string[];

/** What a batch of events adds to the tables, one row per key. */
export interface PromptCounts {
  readonly totals: readonly PromptTotals[];
  readonly latencies: readonly PromptLatency[];
}

type Added = Partial<Omit<PromptTotals, 'promptVersion' | 'standIn' | 'since'>>;

/**
 * Counts a batch of events by prompt version. The order of events does not matter, and the sums of two batches are the
 * sum of both together.
 */
export function countByPrompt(events: readonly CountedEvent[], pinnedBy: PinnedBy): PromptCounts {
  const totals = new Map<string, PromptTotals>();
  const latencies = new Map<string, PromptLatency>();

  function add({ at }: CountedEvent, promptVersion: string, standIn: boolean, { model = '', ...added }: Added): void {
    const happened = new Date(at);
    const key = JSON.stringify([promptVersion, standIn, model]);
    const total = totals.get(key) ?? { promptVersion, standIn, model, ...nothing, since: happened };
    for (const [name, more] of Object.entries(added)) total[name as keyof typeof nothing] += more;
    if (happened < total.since) total.since = happened;
    totals.set(key, total);
  }

  function addRating(event: CountedEvent, { promptVersion, standIn, score }: PromptRating): void {
    add(event, promptVersion, standIn, { ratings: 1, scoreMillionths: Math.round(score * 1e6) });
  }

  function addLatency(promptVersion: string, standIn: boolean, bucket: number): void {
    const key = JSON.stringify([promptVersion, standIn, bucket]);
    const latency = latencies.get(key) ?? { promptVersion, standIn, bucket, executions: 0 };
    latency.executions += 1;
    latencies.set(key, latency);
  }

  for (const event of events) {
    const { type, release, data } = event;
    const { variant, promptVersion } = data;
    const standIn = data.standIn === true;
    if (type === 'exposure' && release !== null && typeof variant === 'string') {
      for (const pinned of pinnedBy(release, variant)) add(event, pinned, standIn, { exposures: 1 });
    } else if (type === ratingType) {
      const rating = readRating(data);
      if (!('problem' in rating)) addRating(event, rating); // else of a time when nobody checked it
    } else if (type === conversationRatingType) {
      const rating = ratingOfConversation(data);
      if (rating) addRating(event, rating);
    } else if (type === 'execution_failed' && typeof promptVersion === 'string') {
      add(event, promptVersion, standIn, { ...spent(data), failures: 1 });
    } else if (type === 'execution_completed' && typeof promptVersion === 'string' && isCount(data.latencyMs)) {
      add(event, promptVersion, standIn, { ...spent(data), completions: 1 });
      addLatency(promptVersion, standIn, latencyBucket(data.latencyMs));
    }
  }
  return { totals: [...totals.values()], latencies: [...latencies.values()] };
}

const nothing = {
  ...{ exposures: 0, completions: 0, failures: 0, ratings: 0, scoreMillionths: 0 },
  ...{ input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  ...{ costNanos: 0, costedInput: 0, costedOutput: 0, costedCacheRead: 0, costedCacheWrite: 0 },
};

function spent({ usage, model, cost }: StoredEvent['data']): Added {
  const said = (usage ?? {}) as { readonly [kind: string]: unknown };
  const tokens = (kind: string) => (isCount(said[kind]) && said[kind] <= mostTokens ? Math.round(said[kind]) : 0);
  const [input, output, cacheRead, cacheWrite] = ['input', 'output', 'cacheRead', 'cacheWrite'].map(tokens) as Kinds;
  return {
    model: typeof model === 'string' ? model : '',
    ...{ input, output, cacheRead, cacheWrite },
    ...(isCount(cost) &&
      cost <= mostDollars && {
        costNanos: Math.round(cost * 1e9), // whole numbers, so that sums do not depend on the order
        ...{ costedInput: input, costedOutput: output, costedCacheRead: cacheRead, costedCacheWrite: cacheWrite },
      }),
  };
}

type Kinds = [number, number, number, number];

/** Of one execution, for the same reason. */
const mostDollars = 1e6;

/** Of one kind in one execution: what a provider says beyond that is no count, and sums of it would fit in no column. */
const mostTokens = 1e9;

const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && Number.isFinite(value);
