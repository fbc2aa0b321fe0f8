import { Decisions } from '@trialogue/decisions';
import type { Logger, Store } from '@trialogue/store';
import { type BuiltSubgraph, buildSubgraph, type SubgraphContext, Tables } from '@trialogue/subgraph';
import type { Telemetry } from '@trialogue/telemetry';
import { AssignmentResolver } from './assignment.resolver';
import { AssignmentService } from './assignment.service';
import { Change } from './change.entity';
import { type DefinitionLoaders, DefinitionsResolver } from './definitions.resolver';
import { DefinitionsService } from './definitions.service';
import { AllocationResolver, ExperimentAllocatorFields } from './experiment.allocator.fields';
import { ExperimentApply } from './experiment.apply';
import type { IsPriced } from './experiment.budget.check';
import { Experiment } from './experiment.entity';
import { ExperimentFields, VariantFields } from './experiment.fields';
import { type ExperimentLoaders, experimentLoaders, loadVariant } from './experiment.loader';
import { ExperimentResolver } from './experiment.resolver';
import { ExperimentRuleFields, PrerequisiteFields } from './experiment.rules.fields';
import { ExperimentService } from './experiment.service';
import { ExperimentStates } from './experiment.states';
import { ExposureResolver } from './exposure.resolver';
import { ExposureService } from './exposure.service';
import { CreateExperiments1763900000000 } from './migrations/1763900000000-create-experiments';
import { CreatePolicies1764000000000 } from './migrations/1764000000000-create-policies';
import { RecordChanges1764400000000 } from './migrations/1764400000000-record-changes';
import { MeasureExperiments1764500000000 } from './migrations/1764500000000-measure-experiments';
import { CreateLayers1764600000000 } from './migrations/1764600000000-create-layers';
import { ModelAliases } from './model-aliases';
import type { ModelRegistry } from './model-registry';
import { holdouts, layers, PartitionApply } from './partition.apply';
import { Holdout, Layer } from './partition.entity';
import { ExperimentPartitions, LayerFields, LayerRangeFields } from './partition.fields';
import { type PartitionLoaders, partitionLoaders } from './partition.loader';
import { PartitionResolver } from './partition.resolver';
import { PolicyApply } from './policy.apply';
import { Policy } from './policy.entity';
import { PolicyFields, PolicyVersionFields } from './policy.fields';
import { type PolicyLoaders, policyLoaders } from './policy.loader';
import { PolicyResolver } from './policy.resolver';
import { PolicyService } from './policy.service';
import { PolicyVersion } from './policy-version.entity';
import { VariantAliasFields } from './variant.aliases';
import { Variant } from './variant.entity';
import { VariantConfigResolver } from './variant-config.resolver';

export interface ExperimentsOptions {
  /** Open and migrated; it stays open when the subgraph closes. */
  readonly store: Store;
  /** The database of the store. */
  readonly url: string;
  readonly logger: Logger;
  readonly clock: () => Date;
  /** Random texts: an experiment's salt, unless it is given. */
  readonly ids: () => string;
  readonly telemetry?: Telemetry;
  /** Asked whether there are the models that new versions of policies name. Absent: nobody is asked. */
  readonly models?: ModelRegistry;
  /** Asked when an experiment starts in which a conversation has a budget in US dollars. Absent: nobody is asked. */
  readonly isPriced?: IsPriced;
}

type Context = SubgraphContext<ExperimentLoaders & PolicyLoaders & PartitionLoaders & DefinitionLoaders>;

/** The subgraph of experiments and assignment: opens its tables and answers it ready to be composed. */
export async function openExperiments(options: ExperimentsOptions): Promise<BuiltSubgraph> {
  const { store, url, logger, clock, ids, telemetry, models, isPriced = () => true } = options;
  const tables = await Tables.open({
    url,
    logger,
    telemetry,
    name: 'experiments',
    entities: [Experiment, Variant, Change, Layer, Holdout, Policy, PolicyVersion],
    migrations: [
      CreateExperiments1763900000000,
      CreatePolicies1764000000000,
      RecordChanges1764400000000,
      MeasureExperiments1764500000000,
      CreateLayers1764600000000,
    ],
  });
  const { releases } = store;
  const aliases = models && new ModelAliases(store, models, logger);
  aliases?.follow();
  const states = new ExperimentStates(releases, releases, isPriced);
  const service = new ExperimentService(tables, releases, states, clock, ids, aliases);
  const applier = new ExperimentApply(tables, releases, states, clock, ids, aliases);
  const definitions = new DefinitionsService(releases, clock);
  return buildSubgraph({
    name: 'experiments',
    resolvers: [
      ExperimentResolver,
      ExperimentFields,
      VariantFields,
      AssignmentResolver,
      ExposureResolver,
      DefinitionsResolver,
      VariantConfigResolver,
      PolicyResolver,
      PolicyFields,
      PolicyVersionFields,
      PartitionResolver,
      LayerFields,
      LayerRangeFields,
      ExperimentPartitions,
      ExperimentRuleFields,
      PrerequisiteFields,
      AllocationResolver,
      VariantAliasFields,
      ExperimentAllocatorFields,
    ],
    instances: [
      new ExperimentResolver(service, applier),
      new ExperimentFields(),
      new VariantFields(),
      new AssignmentResolver(new AssignmentService(tables, new Decisions(store, clock), store.events)),
      new ExposureResolver(new ExposureService(store, clock)),
      new DefinitionsResolver(definitions),
      new VariantConfigResolver(releases),
      new PolicyResolver(new PolicyService(tables), new PolicyApply(tables, releases, clock, models, aliases)),
      new PolicyFields(releases),
      new PolicyVersionFields(),
      new PartitionResolver(
        tables,
        new PartitionApply(tables, releases, layers, clock, ids),
        new PartitionApply(tables, releases, holdouts, clock, ids),
      ),
      new LayerFields(),
      new LayerRangeFields(),
      new ExperimentPartitions(),
      new ExperimentRuleFields(),
      new PrerequisiteFields(),
      new AllocationResolver(service),
      new VariantAliasFields(releases),
      new ExperimentAllocatorFields(),
    ],
    references: {
      Experiment: { scope: 'read', resolve: ({ key }, { loaders }: Context) => loaders.experiments.load(key) },
      Variant: {
        scope: 'read',
        resolve: ({ experimentKey, key }, { loaders }: Context) => loadVariant(loaders, experimentKey, key),
      },
      Policy: { scope: 'read', resolve: ({ name }, { loaders }: Context) => loaders.policies.load(name) },
      Layer: { scope: 'read', resolve: ({ key }, { loaders }: Context) => loaders.layers.load(key) },
      Holdout: { scope: 'read', resolve: ({ key }, { loaders }: Context) => loaders.holdouts.load(key) },
      PolicyVersion: { scope: 'read', resolve: ({ id }, { loaders }: Context) => loaders.policyVersions.load(id) },
    },
    loaders: () => ({
      ...experimentLoaders(tables, store),
      ...policyLoaders(tables),
      ...partitionLoaders(tables, clock),
      definitions,
    }),
    async close() {
      await aliases?.stop();
      await tables.close();
    },
  });
}
