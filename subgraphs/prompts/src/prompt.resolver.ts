import type { JsonObject } from '@trialogue/plugin-api';
import {
  Applied,
  type Connection,
  connectionType,
  JsonObjectScalar,
  Scoped,
  type SubgraphContext,
  TrialArgs,
} from '@trialogue/subgraph';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PromptApply } from './prompt.apply';
import { Prompt } from './prompt.entity';
import { ApplyPromptInput, CreatePromptVersionInput, MergeArgs } from './prompt.input';
import type { PromptLoaders } from './prompt.loader';
import type { PromptService } from './prompt.service';
import type { PromptSyncing } from './prompt.sync';
import type { PromptRenderer } from './prompt-renderer';
import { PromptSync, SyncPromptsArgs } from './prompt-sync';
import { PromptVersion } from './prompt-version.entity';
import { RenderedPrompt } from './rendered-prompt';

const PromptConnection = connectionType('Prompt', Prompt);

@Resolver()
export class PromptResolver {
  constructor(
    private readonly service: PromptService,
    private readonly applier: PromptApply,
    private readonly renderer: PromptRenderer,
    private readonly syncing: PromptSyncing,
  ) {}

  @Scoped('read')
  @Query(() => Prompt, { nullable: true })
  prompt(@Arg('name', () => ID) name: string, @Ctx() { loaders }: SubgraphContext<PromptLoaders>) {
    return loaders.prompts.load(name);
  }

  @Scoped('read')
  @Query(() => PromptConnection)
  prompts(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<Connection<Prompt>> {
    return this.service.list(first, after ?? undefined);
  }

  @Scoped('read')
  @Query(() => RenderedPrompt, {
    description:
      'Renders without calling a model: the exact messages. Without version or label: what is served by default.',
  })
  renderPrompt(
    @Arg('name', () => ID) name: string,
    @Arg('version', () => Int, { nullable: true }) version?: number,
    @Arg('label', () => String, { nullable: true }) label?: string,
    @Arg('variables', () => JsonObjectScalar, { nullable: true }) variables?: JsonObject,
  ): RenderedPrompt {
    return this.renderer.render(name, { number: version ?? undefined, label: label ?? undefined }, variables ?? {});
  }

  @Scoped('edit')
  @Mutation(() => PromptVersion)
  createPromptVersion(@Arg('input', () => CreatePromptVersionInput) input: CreatePromptVersionInput) {
    return this.service.createVersion(input);
  }

  @Scoped('edit')
  @Mutation(() => PromptVersion, { description: 'Points the label at the version, from wherever it was.' })
  labelPromptVersion(
    @Arg('name', () => ID) name: string,
    @Arg('version', () => Int) version: number,
    @Arg('label', () => String) label: string,
  ) {
    return this.service.label(name, version, label);
  }

  @Scoped('edit')
  @Mutation(() => PromptVersion, { description: 'Refused while an experiment serves the version.' })
  archivePromptVersion(@Arg('name', () => ID) name: string, @Arg('version', () => Int) version: number) {
    return this.service.archive(name, version);
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description: 'Brings the registry to what files say, in one transaction; an entry that is refused changes nothing.',
  })
  async applyPrompts(
    @Arg('prompts', () => [ApplyPromptInput]) prompts: ApplyPromptInput[],
    @Args() trial: TrialArgs,
    @Args() merge: MergeArgs,
  ): Promise<readonly Applied[]> {
    return (await this.applier.apply(prompts, trial, merge)).applied;
  }

  @Scoped('edit')
  @Mutation(() => PromptSync, {
    description:
      'Brings the registry to what a project’s files say, in one transaction, and says what files and database do not agree on. Made for `trialogue prompts sync`; without `prompts`, for the product’s own files.',
  })
  syncPrompts(@Args() how: SyncPromptsArgs): Promise<PromptSync> {
    return this.syncing.sync(how);
  }
}
