import { type Leave, plan } from '../apply/apply';
import type { Outcome } from '../apply/outcome';
import { graphOverHttp, untilWhole } from '../graph-over-http';
import type { Settings } from '../settings';
import { planText, summaryOf } from './plan-text';

/**
 * `trialogue plan`: what `trialogue apply` would change in the running product. Exit code 0: nothing; 2: something;
 * 1: an entry would be refused.
 */
export async function planCommand(
  settings: Settings,
  { json, ...leave }: Leave & { readonly json: boolean },
): Promise<void> {
  const graph = graphOverHttp(settings);
  await untilWhole(graph);
  const { outcomes } = await plan({ root: settings.root, environment: settings.secret }, graph, leave);
  const { url } = settings.target;
  process.stdout.write(json ? `${JSON.stringify(planJson(outcomes, url), null, 2)}\n` : planText(outcomes, url));
  process.exitCode = exitCodeOf(outcomes);
}

export function exitCodeOf(outcomes: readonly Outcome[]): 0 | 1 | 2 {
  const { create, update, refused } = summaryOf(outcomes);
  return refused > 0 ? 1 : create + update > 0 ? 2 : 0;
}

const actions = {
  CREATED: 'create',
  UPDATED: 'update',
  UNCHANGED: 'none',
  REFUSED: 'refused',
  CONFLICT: 'conflict',
} as const;

const planJson = (outcomes: readonly Outcome[], target: string) => ({
  target,
  summary: summaryOf(outcomes),
  entries: outcomes.map(({ result, changes = [], drift = [], rerandomises = [], ...entry }) => ({
    ...{ ...entry, action: actions[result], changes, drift, rerandomises },
  })),
});
