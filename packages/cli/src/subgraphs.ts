import { randomBytes, randomUUID } from 'node:crypto';
import { openAnalytics } from '@trialogue/analytics-subgraph';
import type { GraphPort } from '@trialogue/executor';
import { openExperiments } from '@trialogue/experiments-subgraph';
import { openFlows } from '@trialogue/flows-subgraph';
import type { SubgraphSdl } from '@trialogue/gateway';
import {
  createModels,
  createTokenCounter,
  nameAtProvider,
  type Prices,
  priceOf,
  watchedModels,
} from '@trialogue/models';
import { openPrompts } from '@trialogue/prompts-subgraph';
import type { Store } from '@trialogue/store';
import type { Telemetry } from '@trialogue/telemetry';
import type { Logger } from 'pino';
import { flowList, promptList } from './apply/lists';
import { clashWith } from './clash-with';
import { flowText } from './flows/flow-text';
import { modelRegistry } from './model-registry';
import type { PluginsFile } from './plugins-file';
import type { Settings } from './settings';
import { projectList } from './sync/project-list';

/** What every subgraph stands on. */
export interface Ground {
  readonly settings: Settings;
  readonly store: Store;
  /** Of the store's database. */
  readonly url: string;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  /** What models cost now. */
  readonly prices: () => Prices;
}

/** What flows needs beside it. */
export interface FlowsGround {
  readonly plugins: PluginsFile;
  /** What the plugins' part of the graph must go with. */
  readonly others: () => readonly SubgraphSdl[];
  /** What plugins ask. */
  readonly graph: GraphPort;
  /** Of the scoring server that stands in for MLflow. */
  readonly standInUrl: string | undefined;
  /** Resolves when nobody asks the graph any more that was there before this moment. */
  readonly unmounted: () => Promise<void>;
}

/** Opens the subgraphs, each with what it needs of the settings; the same in one process and in several. */
export const subgraphs = {
  experiments(ground: Ground) {
    const { mlflow } = ground.settings;
    return openExperiments({
      ...sharedOf(ground),
      ids: randomUUID,
      models: mlflow && modelRegistry(mlflow),
      isPriced: (model) =>
        model.provider === 'scripted' || priceOf(nameAtProvider(model), ground.prices()) !== undefined,
    });
  },
  prompts: (ground: Ground) =>
    openPrompts({
      ...sharedOf(ground),
      countTokens: countTokensOf(ground),
      files: projectList(promptList, ground.settings),
    }),
  analytics: (ground: Ground) => openAnalytics({ ...sharedOf(ground), prices: ground.prices }),
  flows(ground: Ground, { plugins, others, graph, standInUrl, unmounted }: FlowsGround) {
    const { settings, logger, telemetry } = ground;
    const models = createModels({
      anthropic: settings.anthropic,
      openai: settings.openai,
      paceMs: settings.scriptedPaceMs,
      logger,
    });
    return openFlows({
      ...sharedOf(ground),
      ids: () => randomBytes(16).toString('base64url'),
      models: watchedModels(models, telemetry),
      prices: ground.prices,
      countTokens: countTokensOf(ground),
      standInUrl,
      secret: settings.secret,
      plugins: plugins.read(),
      pluginList: plugins,
      graph,
      clash: clashWith(others),
      unmounted,
      projectRoot: settings.root,
      limits: { leaseMs: settings.turnLeaseMs, idleMs: settings.conversationIdleMs },
      checkpoint: crashAfter(settings.crashAt),
      files: projectList(flowList, settings),
      texts: (file) => flowText(settings.root, file),
    });
  },
};

export type SubgraphName = keyof typeof subgraphs;

export const isSubgraphName = (name: string): name is SubgraphName => Object.hasOwn(subgraphs, name);

const sharedOf = ({ store, url, logger, telemetry }: Ground) => ({
  ...{ store, url, logger, telemetry },
  clock: () => new Date(),
});

const countTokensOf = ({ settings: { anthropic }, logger }: Ground) => createTokenCounter({ anthropic, logger });

/** For fault tests: this process dies, without a word, after the named step of a turn. */
const crashAfter = (step: string | undefined) => (reached: string) => {
  if (reached === step) process.kill(process.pid, 'SIGKILL');
};
