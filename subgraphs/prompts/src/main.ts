import type { CountTokens } from '@trialogue/models';
import type { Logger, Store } from '@trialogue/store';
import { type BuiltSubgraph, buildSubgraph, type ProjectList, type SubgraphContext, Tables } from '@trialogue/subgraph';
import type { Telemetry } from '@trialogue/telemetry';
import { CreatePrompts1763900000000 } from './migrations/1763900000000-create-prompts';
import { CompletePrompts1764700000000 } from './migrations/1764700000000-complete-prompts';
import { PromptApply } from './prompt.apply';
import { Prompt, PromptLabel, PromptLabelMove } from './prompt.entity';
import { PromptFields, PromptLabelFields, PromptVersionFields } from './prompt.fields';
import type { ApplyPromptInput } from './prompt.input';
import { type PromptLoaders, promptLoaders } from './prompt.loader';
import { PromptResolver } from './prompt.resolver';
import { PromptService } from './prompt.service';
import { PromptSyncing } from './prompt.sync';
import { PromptContentFields } from './prompt-content.fields';
import { PromptDiffFields } from './prompt-diff.fields';
import { PromptRenderer } from './prompt-renderer';
import { PromptVersion } from './prompt-version.entity';
import { RenderedPromptFields } from './rendered-prompt';
import { type ServedLoaders, ServedPromptsResolver } from './served-prompts.resolver';
import { ServedPromptsService } from './served-prompts.service';
import { Variant, VariantFields } from './variant.fields';

export interface PromptsOptions {
  /** Open and migrated; it stays open when the subgraph closes. */
  readonly store: Store;
  /** The database of the store. */
  readonly url: string;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly countTokens: CountTokens;
  readonly telemetry?: Telemetry;
  /** Of the product's own project; none: `syncPrompts` takes what it is given, and reads nothing. */
  readonly files?: ProjectList<ApplyPromptInput>;
}

type Loaders = PromptLoaders & ServedLoaders;
type Context = SubgraphContext<Loaders>;

/** The subgraph of the prompt registry: opens its tables and answers it ready to be composed. */
export async function openPrompts(options: PromptsOptions): Promise<BuiltSubgraph> {
  const { store, url, logger, clock, countTokens, telemetry, files } = options;
  const tables = await Tables.open({
    url,
    logger,
    telemetry,
    name: 'prompts',
    entities: [Prompt, PromptLabel, PromptLabelMove, PromptVersion],
    migrations: [CreatePrompts1763900000000, CompletePrompts1764700000000],
  });
  const { releases } = store;
  const service = new PromptService(tables, releases, clock);
  const applier = new PromptApply(tables, releases, clock);
  const served = new ServedPromptsService(releases);
  return buildSubgraph<Loaders>({
    name: 'prompts',
    resolvers: [
      PromptResolver,
      PromptFields,
      PromptLabelFields,
      PromptVersionFields,
      PromptContentFields,
      PromptDiffFields,
      RenderedPromptFields,
      ServedPromptsResolver,
      VariantFields,
    ],
    instances: [
      new PromptResolver(service, applier, new PromptRenderer(releases), new PromptSyncing(tables, applier, files)),
      new PromptFields(releases),
      new PromptLabelFields(),
      new PromptVersionFields(countTokens),
      new PromptContentFields(),
      new PromptDiffFields(),
      new RenderedPromptFields(countTokens),
      new ServedPromptsResolver(served),
      new VariantFields(releases),
    ],
    orphanedTypes: [Variant],
    references: {
      Prompt: { scope: 'read', resolve: ({ name }, { loaders }: Context) => loaders.prompts.load(name) },
      PromptVersion: { scope: 'read', resolve: ({ id }, { loaders }: Context) => loaders.versions.load(id) },
      Variant: { scope: 'read', resolve: (reference) => reference },
    },
    loaders: () => ({ ...promptLoaders(tables), served }),
    close: () => tables.close(),
  });
}
