import type { Metric, MlflowRegistry } from '@trialogue/mlflow';
import type { Json, Records } from '@trialogue/plugin-api';
import { type ExperimentFacts, executionsOf } from './promotion';

/** What the run of a model version has been told of one experiment. */
export interface OnlineResult {
  readonly experiment: string;
  readonly modelVersion: string;
  readonly runId: string;
  readonly exposures: number;
  readonly completions: number;
  readonly failures: number;
  /** ISO-8601 UTC: every event before it is counted. */
  readonly asOf: string;
}

const counts = ['exposures', 'completions', 'failures'] as const;

/**
 * Logs what a model version brought in an experiment to the run that it comes from, as the metrics
 * `trialogue/EXPERIMENT/exposures`, `…/completions` and `…/failures`, over all variants that predict with it. What was
 * logged last is kept, so that the same numbers are one point, also when the answer of MLflow was lost.
 * Null: no variant predicts with it, or it comes from no run.
 */
export function onlineResults(registry: MlflowRegistry, records: Records) {
  return async (facts: ExperimentFacts, id: string): Promise<OnlineResult | null> => {
    const variants = facts.variants.filter(({ model }) => model === id);
    const [model, version] = splitId(id);
    const runId = variants.length > 0 ? (await registry.version(model, version))?.run_id : undefined;
    if (!runId) return null;
    const key = `online/${runId}/${facts.experiment}`;
    const kept = await records.get(key);
    const before = kept?.value as unknown as OnlineResult | undefined;
    const exposures = variants.reduce((sum, variant) => sum + variant.exposures, 0);
    const { completions, failures } = executionsOf({ model, version }, facts);
    const now: OnlineResult = {
      ...{ experiment: facts.experiment, modelVersion: id, runId, exposures, completions, failures },
      asOf: facts.asOf,
    };
    const isKnown = before !== undefined && counts.every((count) => before[count] === now[count]);
    const result = isKnown ? before : now;
    // Kept first: whoever has to repeat it logs the same point, which MLflow takes once.
    if (!isKnown && !(await records.put(key, now as unknown as Json, kept?.version ?? 0))) return before ?? now;
    await registry.logBatch(runId, { metrics: metricsOf(result) });
    return result;
  };
}

const metricsOf = (result: OnlineResult): Metric[] =>
  counts.map((count) => ({
    ...{ key: `trialogue/${result.experiment}/${count}`, value: result[count] },
    ...{ timestamp: Date.parse(result.asOf), step: 0 },
  }));

/** MLflow's names hold no `/`. */
export function splitId(id: string): [name: string, version: string] {
  const at = id.lastIndexOf('/');
  return [id.slice(0, at), id.slice(at + 1)];
}
