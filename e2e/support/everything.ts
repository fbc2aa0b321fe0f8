import { read } from './chat';
import { rows } from './database';
import { countsOf } from './execute';
import type { Asked } from './product';

export const units = Array.from({ length: 12 }, (_, index) => `household-${index}`);
const experiments = ['meal_planning_style', 'food_budget_forecast'] as const;

/** How many exposures, completions and failures analytics has counted. */
export async function countedOf(product: Asked): Promise<number> {
  const counts = await Promise.all(experiments.map((experiment) => countsOf(product, experiment)));
  return counts
    .flatMap((count) => Object.values(count))
    .flat()
    .reduce((total, one) => total + one, 0);
}

/** All that must outlive a server: what was said, what happened, what was published, what is counted, who gets what. */
export async function everythingOf(product: Asked, url: string, conversation: string) {
  const assignments = [];
  for (const experiment of experiments)
    for (const unit of [...units, 'vera', 'nobody-yet']) {
      const query = `{ assignment(experiment: "${experiment}", unit: "${unit}") { variant { key arm } } }`;
      assignments.push((await product.ask(query)).assignment.variant);
    }
  return {
    conversation: await read(product, conversation),
    results: [await countsOf(product, experiments[0]), await countsOf(product, experiments[1])],
    assignments,
    events: await rows(
      url,
      'select unit, id, type, at, received_at, release, arm, data from exp.events order by unit, id',
    ),
    exposures: await rows(url, 'select * from exp.exposures order by unit, experiment'),
    executions: await rows(url, 'select * from exp.executions order by id'),
    // What subgraphs look like is said anew by those that run.
    releases: await rows(url, `select hash, kind, key, body from exp.releases where kind <> 'subgraph' order by hash`),
    heads: await rows(url, `select kind, key, hash from exp.heads where kind <> 'subgraph' order by kind, key`),
  };
}
