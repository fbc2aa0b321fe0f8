import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { BroughtNames } from '@trialogue/executor';
import type { Releases } from '@trialogue/store';
import type { Tables } from '@trialogue/subgraph';
import { type FlowVersionBody, type StrategyBody, type ToolBody, usedStrategies } from '@trialogue/variant-config';
import { isLive } from '../moving/live-conversations';

type Variant = ExperimentSnapshot['variants'][number];
type Used = Pick<BroughtNames, 'strategies' | 'tools'>;

/**
 * What uses any of these, for people: variants of running and paused experiments, as `experiment/variant`; those
 * experiments themselves, whose allocator it is; the newest active version of each flow that calls it; and the versions of
 * flows that conversations follow.
 */
export async function pluginUsers(releases: Releases, tables: Tables, brought: BroughtNames): Promise<string[]> {
  const users: string[] = [];
  for (const { key, body } of releases.heads<ExperimentSnapshot>('experiment')) {
    if (body.status !== 'RUNNING' && body.status !== 'PAUSED') continue;
    for (const variant of body.variants)
      if (isAmong(await usedByVariant(releases, variant), brought)) users.push(`${key}/${variant.key}`);
    const allocator = body.allocator?.name;
    if (allocator !== undefined && brought.allocators.includes(allocator))
      users.push(`the experiment ${key}, whose allocator is ${allocator}`);
  }
  const calling = releases
    .heads<FlowVersionBody>('flow_version')
    .filter(({ body }) => isAmong(usedByFlow(releases, body), brought))
    .map(({ body }) => body);
  return [...users, ...newestFlows(releases, calling), ...(await conversationsOf(tables, calling))];
}

const isAmong = ({ strategies, tools }: Used, brought: BroughtNames): boolean =>
  strategies.some((name) => brought.strategies.includes(name)) || tools.some((name) => brought.tools.includes(name));

async function usedByVariant(releases: Releases, { executionStrategy, pins }: Variant): Promise<Used> {
  const pinned = [...(await releases.getAll<unknown>(Object.values(pins))).values()];
  const flows = pinned.flatMap(({ kind, body }) =>
    kind === 'flow_version' ? usedByFlow(releases, body as FlowVersionBody) : [],
  );
  const tools = pinned.flatMap(({ kind, body }) => (kind === 'tool' ? (body as ToolBody).name : []));
  return {
    strategies: [...withUsed(releases, [executionStrategy]), ...flows.flatMap(({ strategies }) => strategies)],
    tools: [...tools, ...flows.flatMap((flow) => flow.tools)],
  };
}

const usedByFlow = (releases: Releases, { calls = [], tools = [] }: FlowVersionBody): Used => ({
  strategies: withUsed(
    releases,
    calls.map(({ strategy }) => strategy),
  ),
  tools,
});

/** The strategies, and what they use. */
function withUsed(releases: Releases, names: readonly string[]): string[] {
  const bodyOf = (name: string) => releases.head<StrategyBody>('strategy', name)?.body;
  return names.flatMap((name) => {
    const body = bodyOf(name);
    return [name, ...(body ? usedStrategies(body, bodyOf).used.map((used) => used.name) : [])];
  });
}

/** Of these, those that a conversation would begin with. */
function newestFlows(releases: Releases, calling: readonly FlowVersionBody[]): string[] {
  const newest = new Map<string, number>();
  for (const { body } of releases.heads<FlowVersionBody>('flow_version'))
    if (body.status === 'ACTIVE') newest.set(body.name, Math.max(body.number, newest.get(body.name) ?? 0));
  return calling
    .filter(({ name, number }) => newest.get(name) === number)
    .map(({ name, number }) => `the flow ${name}@${number}`);
}

async function conversationsOf(tables: Tables, calling: readonly FlowVersionBody[]): Promise<string[]> {
  if (calling.length === 0) return [];
  const rows: { id: string; count: string }[] = await tables.manager.query(
    `select flow_version as id, count(*) as count from exp.conversations
     where flow_version = any($1::text[]) and ${isLive} group by 1 order by 1`,
    [calling.map(({ name, number }) => `${name}@${number}`)],
  );
  return rows.map(({ id, count }) => `${count} ${count === '1' ? 'conversation' : 'conversations'} of ${id}`);
}
