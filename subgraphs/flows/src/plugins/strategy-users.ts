import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Releases } from '@trialogue/store';
import { type FlowVersionBody, type StrategyBody, usedStrategies } from '@trialogue/variant-config';

type Variant = ExperimentSnapshot['variants'][number];

/**
 * The variants of running and paused experiments that execute one of these strategies, as `experiment/variant`: their own,
 * those that it uses, and those that their flows call.
 */
export async function strategyUsers(releases: Releases, strategies: readonly string[]): Promise<string[]> {
  const users: string[] = [];
  for (const { key, body } of releases.heads<ExperimentSnapshot>('experiment')) {
    if (body.status !== 'RUNNING' && body.status !== 'PAUSED') continue;
    for (const variant of body.variants)
      if ((await executedBy(releases, variant)).some((name) => strategies.includes(name)))
        users.push(`${key}/${variant.key}`);
  }
  return users;
}

async function executedBy(releases: Releases, { executionStrategy, pins }: Variant): Promise<string[]> {
  const pinned = await releases.getAll<unknown>(Object.values(pins));
  const called = [...pinned.values()].flatMap(({ kind, body }) =>
    kind === 'flow_version' ? ((body as FlowVersionBody).calls ?? []).map(({ strategy }) => strategy) : [],
  );
  const bodyOf = (name: string) => releases.head<StrategyBody>('strategy', name)?.body;
  return [executionStrategy, ...called].flatMap((name) => {
    const body = bodyOf(name);
    return [name, ...(body ? usedStrategies(body, bodyOf).used.map((used) => used.name) : [])];
  });
}
