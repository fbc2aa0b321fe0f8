import type { Flows } from '@trialogue/flows-subgraph';
import type { Store } from '@trialogue/store';
import type { SubgraphBody } from '@trialogue/subgraph';
import { folderOf } from '../foundations';
import type { Opened } from '../opened';
import { PluginsFile, pluginsFile } from '../plugins-file';
import { graphAsService } from '../plugins-graph';
import { openStandIn } from '../stand-in/server';
import { type Ground, subgraphs } from '../subgraphs';
import { FileWatch } from '../watch';

export interface FlowsServiceGround {
  /** That the services share. */
  readonly secret: string;
  /** Resolves when nobody asks this subgraph any more as it was before its latest change. */
  readonly unmounted: () => Promise<void>;
}

/**
 * Flows in a process of its own, with its plugins: what they bring is tried against what the other subgraphs have
 * published, and again when that changes, or when `plugins.yml` does.
 */
export async function openFlowsService(
  ground: Ground,
  { secret, unmounted }: FlowsServiceGround,
  opened: Opened,
): Promise<Flows> {
  const { logger, settings, store } = ground;
  const plugins = new PluginsFile(settings.root, logger);
  const standIn = await openStandIn(folderOf(settings.root, 'training/models'), logger);
  if (standIn) opened.add(standIn);
  const graph = graphAsService(settings.target.url, secret);
  const others = () => othersOf(store);
  const opening = subgraphs.flows(ground, { plugins, others, graph, standInUrl: standIn?.url, unmounted });
  let turn: Promise<unknown> = opening;
  let waiting = false;
  let closed = false;
  const reload = () => {
    if (waiting) return;
    waiting = true;
    turn = turn.then(async () => {
      waiting = false;
      if (!closed) await (await opening).reloadPlugins(() => plugins.read());
    });
    turn = turn.catch((error) => logger.error({ err: error }, 'The plugins could not be loaded.'));
  };
  // From before they are tried for the first time, so that no change is missed.
  const stop = store.releases.onHead('subgraph', (name) => {
    if (name !== 'flows') reload();
  });
  const flows = opened.add(await opening);

  const watch = new FileWatch(settings.root, reload, (error) =>
    logger.warn({ err: error }, 'The folder of plugins.yml is not watched; restart after changing it.'),
  );
  watch.watch([pluginsFile]);
  opened.add({
    async close() {
      closed = true;
      stop();
      watch.close();
    },
  });
  return flows;
}

/** None as long as one of them has not said what it looks like: parts of the graph need not compose. */
function othersOf({ releases }: Store): readonly SubgraphBody[] {
  const published = new Map(releases.heads<SubgraphBody>('subgraph').map(({ body }) => [body.name, body]));
  const others = Object.keys(subgraphs).filter((name) => name !== 'flows');
  const found = others.flatMap((name) => published.get(name) ?? []);
  return found.length === others.length ? found : [];
}
