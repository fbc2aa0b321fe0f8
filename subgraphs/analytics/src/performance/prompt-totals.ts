import type { Sql, StoredEvent } from '@trialogue/store';
import type { Totals } from '../totals.consumer';
import { countByPrompt, type PinnedBy } from './prompt-totals.count';

/**
 * What happened to each prompt version, in `exp.prompt_totals` and `exp.prompt_latencies`. It reads the log under a name
 * of its own: so it also counts what was there before these tables.
 */
export const promptTotals: Totals = {
  consumer: 'analytics_prompts',
  tables: ['exp.prompt_totals', 'exp.prompt_latencies'],
  add: addToTotals,
};

async function addToTotals(sql: Sql, events: readonly StoredEvent[]): Promise<void> {
  const { totals, latencies } = countByPrompt(events, await pinsOf(sql, events));
  if (totals.length > 0)
    await sql(
      `insert into exp.prompt_totals as total
         (prompt_version, stand_in, model, exposures, completions, failures, ratings, score_millionths, input, output,
          cache_read, cache_write, cost_nanos, costed_input, costed_output, costed_cache_read, costed_cache_write, since)
       select "promptVersion", "standIn", model, exposures, completions, failures, ratings, "scoreMillionths", input, output,
         "cacheRead", "cacheWrite", "costNanos", "costedInput", "costedOutput", "costedCacheRead", "costedCacheWrite", since
       from jsonb_to_recordset($1::jsonb) as added
         ("promptVersion" text, "standIn" boolean, model text, exposures bigint, completions bigint, failures bigint,
          ratings bigint, "scoreMillionths" numeric, input bigint, output bigint, "cacheRead" bigint, "cacheWrite" bigint,
          "costNanos" numeric, "costedInput" bigint, "costedOutput" bigint, "costedCacheRead" bigint,
          "costedCacheWrite" bigint, since timestamptz)
       on conflict (prompt_version, stand_in, model) do update set
         exposures = total.exposures + excluded.exposures,
         completions = total.completions + excluded.completions,
         failures = total.failures + excluded.failures,
         ratings = total.ratings + excluded.ratings,
         score_millionths = total.score_millionths + excluded.score_millionths,
         input = total.input + excluded.input,
         output = total.output + excluded.output,
         cache_read = total.cache_read + excluded.cache_read,
         cache_write = total.cache_write + excluded.cache_write,
         cost_nanos = total.cost_nanos + excluded.cost_nanos,
         costed_input = total.costed_input + excluded.costed_input,
         costed_output = total.costed_output + excluded.costed_output,
         costed_cache_read = total.costed_cache_read + excluded.costed_cache_read,
         costed_cache_write = total.costed_cache_write + excluded.costed_cache_write,
         since = least(total.since, excluded.since)`,
      [JSON.stringify(totals)],
    );
  if (latencies.length > 0)
    await sql(
      `insert into exp.prompt_latencies as latency (prompt_version, stand_in, bucket, executions)
       select "promptVersion", "standIn", bucket, executions
       from jsonb_to_recordset($1::jsonb) as added
         ("promptVersion" text, "standIn" boolean, bucket int, executions bigint)
       on conflict (prompt_version, stand_in, bucket) do update set
         executions = latency.executions + excluded.executions`,
      [JSON.stringify(latencies)],
    );
}

/** An exposure says which release decided; that release, which never changes, says what each variant has pinned. */
async function pinsOf(sql: Sql, events: readonly StoredEvent[]): Promise<PinnedBy> {
  const releases = new Set(events.flatMap(({ type, release }) => (type === 'exposure' && release ? [release] : [])));
  const pinned = new Map<string, string[]>();
  if (releases.size > 0) {
    const { rows } = await sql<{ release: string; variant: string; promptVersion: string }>(
      `select distinct experiment.hash as release, variant->>'key' as variant, version.key as "promptVersion"
       from exp.releases experiment,
         jsonb_array_elements(experiment.body::jsonb->'variants') variant,
         jsonb_each_text(variant->'pins') pin
         join exp.releases version on version.hash = pin.value and version.kind = 'prompt_version'
       where experiment.hash = any($1) and experiment.kind = 'experiment'`,
      [[...releases]],
    );
    for (const { release, variant, promptVersion } of rows) {
      const key = keyOf(release, variant);
      pinned.set(key, [...(pinned.get(key) ?? []), promptVersion]);
    }
  }
  return (release, variant) => pinned.get(keyOf(release, variant)) ?? [];
}

const keyOf = (release: string, variant: string) => JSON.stringify([release, variant]);
