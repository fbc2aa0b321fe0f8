import { Decisions } from '@trialogue/decisions';
import { Executor, type GraphPort, type PluginEntry, Plugins, publishBrought, watchPlugins } from '@trialogue/executor';
import type { CountTokens, Models, Prices } from '@trialogue/models';
import { isStoreUnavailable, type Store } from '@trialogue/store';
import { type BuiltSubgraph, buildSubgraph, type ProjectList, Tables } from '@trialogue/subgraph';
import type { Telemetry } from '@trialogue/telemetry';
import type { Logger } from 'pino';
import { AllocationMetrics } from './allocating/allocation-metrics';
import { Allocations } from './allocating/allocations';
import { Conversation } from './conversation.entity';
import { ConversationResolver } from './conversation.resolver';
import { ConversationService } from './conversation.service';
import { EventResolver } from './event.resolver';
import { Execution } from './execution/execution.entity';
import { ExecutionResolver } from './execution/execution.resolver';
import { Executions } from './execution/executions';
import { type FlowsContext, type FlowsLoaders, flowsLoaders } from './flows-context';
import { FlowVersions } from './following/flow-versions';
import { type FlowLimits, limitsWith } from './limits';
import { Message } from './message.entity';
import { MessageService } from './message.service';
import { Budgets1764610000000 } from './migrations/Budgets1764610000000';
import { CompleteRegistry1764500000000 } from './migrations/CompleteRegistry1764500000000';
import { CompleteTurns1764400000000 } from './migrations/CompleteTurns1764400000000';
import { CreateExecutions1764100000000 } from './migrations/CreateExecutions1764100000000';
import { CreateFlows1763900000000 } from './migrations/CreateFlows1763900000000';
import { EndExecutions1764640000000 } from './migrations/EndExecutions1764640000000';
import { FollowFlows1764000000000 } from './migrations/FollowFlows1764000000000';
import { RateConversations1764630000000 } from './migrations/RateConversations1764630000000';
import { RegisterFlows1764200000000 } from './migrations/RegisterFlows1764200000000';
import { RememberStandIns1764300000000 } from './migrations/RememberStandIns1764300000000';
import { ResumeTurns1764600000000 } from './migrations/ResumeTurns1764600000000';
import { Windows1764620000000 } from './migrations/Windows1764620000000';
import { ConversationMigrations } from './moving/migrate-conversations';
import { MigrationResolver } from './moving/migration.resolver';
import { Handoffs } from './person/handoffs';
import { PersonResolver } from './person/person.resolver';
import { canaryOn } from './plugins/canary';
import { type Clash, type Mounting, mountOn } from './plugins/mount';
import { PluginResolver } from './plugins/plugin.resolver';
import { PluginAdmin, type PluginListFile, unlisted } from './plugins/plugin-admin';
import { pluginUsers } from './plugins/plugin-users';
import { FlowApply } from './registry/flow.apply';
import { Flow } from './registry/flow.entity';
import { FlowFields, FlowVersionFields } from './registry/flow.fields';
import type { ApplyFlowInput } from './registry/flow.input';
import { FlowResolver } from './registry/flow.resolver';
import { FlowService } from './registry/flow.service';
import { FlowSyncing } from './registry/flow.sync';
import { FlowVersion } from './registry/flow-version.entity';
import type { FlowTexts } from './registry/flow-version.places';
import { VariantFields } from './registry/variant.fields';
import { ResolvePromptResolver } from './resolving/resolve-prompt.resolver';
import { messageEventTypes } from './stream/message-event';
import { MessageStreamService } from './stream/message-stream';
import { MessageStreamResolver } from './stream/message-stream.resolver';
import { ExperimentStub, PolicyVersionStub, PromptVersionStub, VariantStub } from './stubs';
import { Summaries } from './turn/history/summaries';
import { LatestConversations } from './turn/latest-conversations';
import { Reaper } from './turn/reaper';
import { TurnMetrics } from './turn/turn-metrics';
import type { Checkpoint } from './turn/turn-steps';
import { Turns } from './turn/turns';
import { Waker } from './turn/waker';
import { Turn } from './turn.entity';
import { TurnResolver } from './turn.resolver';

export interface FlowsOptions {
  readonly store: Store;
  /** Of the store's database. */
  readonly url: string;
  readonly models: Models;
  readonly countTokens: CountTokens;
  /** What models cost now. Absent: nobody knows. */
  readonly prices?: () => Prices;
  /** Base URL of the models that serve for policies whose endpoint is `standin:MODEL`; none: nobody serves them. */
  readonly standInUrl?: string;
  /** What `config/plugins.yml` names. */
  readonly plugins: readonly PluginEntry[];
  /** The file itself; none: plugins are neither added nor removed through the graph. */
  readonly pluginList?: PluginListFile;
  /** The value of a secret that a plugin's entry lists. */
  readonly secret: (name: string) => string | undefined;
  /** Asks the one graph, for plugins; absent: they cannot. */
  readonly graph?: GraphPort;
  /** Refuses plugins that the other subgraphs do not go with; unless given, they are not looked at. */
  readonly clash?: Clash;
  /** Resolves when nobody asks the graph any more that was there before this moment; unless given, that is at once. */
  readonly unmounted?: () => Promise<void>;
  /** Where plugins are resolved from. */
  readonly projectRoot: string;
  readonly logger: Logger;
  readonly clock: () => Date;
  /** Unguessable ids, of 128 random bits. */
  readonly ids: () => string;
  /** Called at each step of a turn, for tests that end the process there. */
  readonly checkpoint?: Checkpoint;
  readonly limits?: Partial<FlowLimits>;
  /** Of the product's own project; none: `syncFlows` takes what it is given, and reads nothing. */
  readonly files?: ProjectList<ApplyFlowInput>;
  /** The project's files of flows, for what is said of them to have lines; none: it has no lines. */
  readonly texts?: FlowTexts;
  readonly telemetry?: Telemetry;
}

export interface Flows extends BuiltSubgraph {
  /**
   * The first part of closing, for whoever serves this subgraph to do beside its own: takes no further message and ends
   * the turns that run here, so that those who wait for an answer get one. Reading goes on.
   */
  endWork(): Promise<void>;
  /** Brings the plugins to what these entries say; answers what became of each. */
  reloadPlugins: Plugins['load'];
}

/** Opens the subgraph of conversations and executions, with its plugins and its reaper. */
export async function openFlows(options: FlowsOptions): Promise<Flows> {
  const { store, url, models, logger, clock, ids, projectRoot, secret, telemetry } = options;
  const limits = limitsWith(options.limits);
  const tables = await Tables.open({
    url,
    logger,
    telemetry,
    name: 'flows',
    entities: [Conversation, Message, Turn, Execution, Flow, FlowVersion],
    migrations: [
      CreateFlows1763900000000,
      FollowFlows1764000000000,
      CreateExecutions1764100000000,
      RegisterFlows1764200000000,
      RememberStandIns1764300000000,
      CompleteTurns1764400000000,
      CompleteRegistry1764500000000,
      ResumeTurns1764600000000,
      Budgets1764610000000,
      Windows1764620000000,
      RateConversations1764630000000,
      EndExecutions1764640000000,
    ],
  });

  const { releases, events } = store;
  let mounting: Mounting;
  const plugins = new Plugins(
    { projectRoot, secret, logger, graph: options.graph, records: (plugin) => store.pluginRecords.of(plugin) },
    {
      mountable: (modules) => mounting.mountable(modules),
      mount: (modules) => mounting.mount(modules),
      users: (brought) => pluginUsers(releases, tables, brought),
      publish: (...brought) => publishBrought(store, ...brought),
      unmounted: options.unmounted,
    },
  );
  if (telemetry) watchPlugins(telemetry, plugins);
  const { standInUrl, prices } = options;
  const executor = new Executor({ plugins, releases, events, models, standInUrl, prices, clock, telemetry });
  const flows = new FlowVersions(releases);
  const decisions = new Decisions(store, clock);
  const checkpoint = options.checkpoint ?? (() => {});
  const metrics = telemetry && new TurnMetrics(telemetry);
  const summaries = new Summaries({ store, executor, models, prices, clock, logger });
  const latest = new LatestConversations(store);
  const turns = new Turns({ store, executor, flows, clock, limits, logger, checkpoint, metrics, summaries, latest });
  const executions = new Executions({ store, executor, flows, decisions, clock, ids, limits, logger, checkpoint });
  const reaper = new Reaper({ store, turns, clock, limits, logger, metrics });
  const flowApply = new FlowApply(tables, releases, clock);
  const conversations = new ConversationService(tables, store, clock, latest);
  const messages = new MessageService(store);
  const waker = new Waker({ store, turns, clock, limits, logger });
  const allocations = new Allocations({
    ...{ store, plugins, graph: options.graph, clock, logger, lookEveryMs: limits.reapEveryMs },
    metrics: telemetry && new AllocationMetrics(telemetry),
  });
  const handoffs = new Handoffs({ store, turns, flows, messages, clock, limits });
  const streams = new MessageStreamService(store, conversations, messages);

  let ended: Promise<void> | undefined;
  const endWork = () => {
    ended ??= Promise.all([turns.close(), executions.close()]).then(() => undefined);
    return ended;
  };

  const subgraph = buildSubgraph<FlowsLoaders>({
    name: 'flows',
    resolvers: [
      ConversationResolver,
      TurnResolver,
      EventResolver,
      PersonResolver,
      MessageStreamResolver,
      ExecutionResolver,
      ResolvePromptResolver,
      PluginResolver,
      FlowResolver,
      FlowFields,
      FlowVersionFields,
      MigrationResolver,
      VariantFields,
    ],
    instances: [
      new ConversationResolver(conversations, turns, {
        store,
        executor,
        flows,
        decisions,
        clock,
        ids,
        limits,
        wake: waker.wake,
      }),
      new TurnResolver(conversations, messages, turns),
      new EventResolver(conversations, messages, turns),
      new PersonResolver(conversations, handoffs),
      new MessageStreamResolver(),
      new ExecutionResolver(executions),
      new ResolvePromptResolver({ store, executor, flows, decisions }, options.countTokens),
      new PluginResolver(plugins, new PluginAdmin(plugins, options.pluginList ?? unlisted(options.plugins))),
      new FlowResolver(
        tables,
        flowApply,
        new FlowService(tables, releases, clock),
        new FlowSyncing(tables, flowApply, options.files),
      ),
      new FlowFields(releases),
      new FlowVersionFields(options.texts ?? (() => undefined), releases),
      new MigrationResolver(new ConversationMigrations(tables, store, flows, executor, clock)),
      new VariantFields(releases),
    ],
    orphanedTypes: [...messageEventTypes, ExperimentStub, VariantStub, PromptVersionStub, PolicyVersionStub],
    references: {
      Flow: { scope: 'read', resolve: ({ key }, { loaders }: FlowsContext) => loaders.flows.load(key) },
      FlowVersion: { scope: 'read', resolve: ({ id }, { loaders }: FlowsContext) => loaders.flowVersions.load(id) },
      Conversation: {
        scope: 'converse',
        resolve: ({ id }: { id: string }, context: FlowsContext) => context.loaders.conversation(context).load(id),
      },
    },
    loaders: () => flowsLoaders(tables, conversations, messages, streams, store),
    async close() {
      latest.close();
      await reaper.stop();
      await Promise.all([waker.stop(), allocations.stop(), endWork()]);
      await plugins.close();
      await tables.close();
    },
  });
  mounting = mountOn(subgraph, options.clash ?? (async () => undefined), canaryOn(subgraph, logger));
  try {
    await plugins.load(options.plugins);
  } catch (error) {
    if (!isStoreUnavailable(error)) {
      await subgraph.close();
      throw error;
    }
    logger.warn({ err: error }, 'The strategies are published when the database is back.');
  }
  reaper.start();
  waker.start();
  allocations.start();
  return Object.assign(subgraph, {
    executor,
    endWork,
    reloadPlugins: plugins.load.bind(plugins),
  });
}
