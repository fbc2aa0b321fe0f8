import {
  type Check,
  type Demands,
  type Executions,
  type ExperimentFacts,
  executionsOf,
  isThis,
  type Promotion,
} from './promotion';

/** What is known when a promotion is checked. */
export interface Known {
  /** `READY`, …, as MLflow has it. */
  readonly status: string;
  /** Of the version's run, by name, as logged last; and of the run of the version that the alias stands for. */
  readonly metrics: { readonly [name: string]: number };
  readonly current: { readonly [name: string]: number } | null;
  readonly experiment: ExperimentFacts | null;
}

type Checked = Pick<Promotion, 'model' | 'version' | 'demands' | 'experiment'>;

/** Whether a version meets what is demanded of it. That it is ready always is. */
export function check(promotion: Checked, known: Known): readonly Check[] {
  const { metric, decision, guardrails } = promotion.demands;
  const { experiment } = known;
  return [
    verdict('ready', known.status, 'READY', known.status === 'READY', `MLflow says that it is ${known.status}`),
    ...(metric ? [checkMetric(metric, known)] : []),
    ...(decision && experiment ? [checkDecision(promotion, experiment)] : []),
    ...(guardrails && experiment ? [checkFailures(promotion, guardrails, experiment)] : []),
  ];
}

/** Of those that are not met; undefined: all are. */
export const whatBlocks = (checks: readonly Check[]): string | undefined =>
  checks.flatMap(({ name, ok, reason }) => (ok ? [] : [`${name}: ${reason}`])).join('; ') || undefined;

function checkMetric(demand: NonNullable<Demands['metric']>, { metrics, current }: Known): Check {
  const { name, atLeast, atMost, betterThanCurrent } = demand;
  const title = `metric ${name}`;
  const value = metrics[name];
  const lacks = (whose: string, required: string) =>
    verdict(title, value, required, false, `the run of ${whose} has no metric ${name}`);
  if (betterThanCurrent !== undefined) {
    if (current === null)
      return verdict(title, value, 'none: no version has the alias', value !== undefined, 'it is not logged');
    const other = current[name];
    const required =
      `${betterThanCurrent === 'HIGHER' ? 'above' : 'below'} the current version’s ${other ?? ''}`.trim();
    if (other === undefined) return lacks('the current version', required);
    if (value === undefined) return lacks('the version', required);
    return verdict(
      title,
      value,
      required,
      betterThanCurrent === 'HIGHER' ? value > other : value < other,
      'it is not better',
    );
  }
  const required = atLeast !== undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  if (value === undefined) return lacks('the version', required);
  return verdict(
    title,
    value,
    required,
    atLeast !== undefined ? value >= atLeast : value <= atMost!,
    `${value} is not ${required}`,
  );
}

function checkDecision(promotion: Checked, { experiment, status, winner, variants }: ExperimentFacts): Check {
  const required = `the winner of ${experiment} predicts with ${promotion.model}/${promotion.version}`;
  const says = (ok: boolean, reason: string) => verdict('decision', winner ?? undefined, required, ok, reason);
  if (status !== 'STOPPED' && status !== 'ARCHIVED')
    return says(false, `${experiment} is ${status}: it is decided when it is stopped with a winner`);
  if (winner === null) return says(false, `${experiment} was stopped without a winner`);
  const model = variants.find(({ variant }) => variant === winner)?.model ?? null;
  return says(isThis(promotion, model), `its winner ${winner} predicts with ${model ?? 'no model'}`);
}

function checkFailures(
  promotion: Checked,
  { failureRate, minExecutions }: NonNullable<Demands['guardrails']>,
  facts: ExperimentFacts,
): Check {
  const executions = executionsOf(promotion, facts);
  const { observed, total, rate } = failuresIn(executions);
  const required = `at most ${failureRate} of at least ${minExecutions} executions`;
  const reason = total < minExecutions ? 'too little was executed to tell' : 'it fails too often';
  return verdict('failure rate', observed, required, total >= minExecutions && rate <= failureRate, reason);
}

/** The share of executions that the model failed, whoever answered in its place; 0 of none. */
export function failuresIn({ completions, failures, fallbacks }: Executions) {
  const [failed, total] = [failures + fallbacks, completions + failures];
  return { total, rate: total === 0 ? 0 : failed / total, observed: `${failed} of ${total}` };
}

const verdict = (name: string, observed: unknown, required: string, ok: boolean, reason: string): Check => ({
  ...{ name, ok, required },
  observed: observed === undefined ? null : `${observed}`,
  reason: ok ? null : reason,
});
