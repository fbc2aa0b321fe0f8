import type { Demands, Watch } from './promotion';

/** What is to be promoted, and on what terms: the input of `proposePromotion`. */
export interface Proposal {
  readonly model: string;
  readonly version: string;
  readonly alias: string;
  readonly experiment: string | null;
  readonly checks: Demands;
  readonly watch: Watch | null;
  readonly comment: string | null;
}

const longestName = 256;
const longestComment = 2_000;

/** What is wrong with it, as a sentence; undefined: nothing is. */
export function proposalProblem({ model, version, alias, experiment, checks, watch, comment }: Proposal) {
  const { metric, decision, guardrails } = checks;
  if (model === '' || model.length > longestName || /[/:\p{Cc}]/u.test(model))
    return `\`model\` is the name of a registered model: 1 to ${longestName} characters, without / and :.`;
  if (!/^[1-9]\d{0,9}$/.test(version)) return '`version` is the number of a version, such as "3".';
  if (!/^[\w-]{1,200}$/.test(alias) || /^v\d+$/i.test(alias) || alias === 'latest')
    return '`alias` has 1 to 200 letters, digits, _ and -, and is neither `latest` nor like `v1`, as MLflow has it.';
  if (metric) {
    const demands = [metric.atLeast, metric.atMost, metric.betterThanCurrent].filter((demand) => demand !== undefined);
    if (demands.length !== 1) return '`checks.metric` takes one of `atLeast`, `atMost` and `betterThanCurrent`.';
  }
  if ((decision || guardrails) && experiment === null)
    return '`checks.decision` and `checks.guardrails` are about an experiment: name it in `experiment`.';
  for (const [path, limits] of [
    ['checks.guardrails', guardrails],
    ['watch', watch],
  ] as const) {
    if (!limits) continue;
    if (!(limits.failureRate >= 0 && limits.failureRate <= 1)) return `\`${path}.failureRate\` is a share, 0 to 1.`;
    if (!(limits.minExecutions >= 1)) return `\`${path}.minExecutions\` is at least 1.`;
  }
  if (watch && !(watch.forMinutes >= 1 && watch.forMinutes <= longestWatch))
    return `\`watch.forMinutes\` is 1 to ${longestWatch}.`;
  return commentProblem(comment);
}

/** 90 days. */
const longestWatch = 129_600;

export const commentProblem = (comment: string | null): string | undefined =>
  comment !== null && (comment.length > longestComment || comment.includes('\0') || !comment.isWellFormed())
    ? `\`comment\` is a text of at most ${longestComment} characters.`
    : undefined;
