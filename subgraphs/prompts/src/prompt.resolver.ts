import type { JsonObject } from '@trialogue/plugin-api';
import {
  Applied,
  type Connection,
  connectionType,
  JsonObjectScalar,
  MergeArgs,
  requireScope,
  Scoped,
  type SubgraphContext,
  TrialArgs,
} from '@trialogue/subgraph';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { actorOf } from './actor';
import type { PromptApply } from './prompt.apply';
import { Prompt, PromptLabel } from './prompt.entity';
import { ApplyPromptInput, CreatePromptVersionInput } from './prompt.input';
import type { PromptLoaders } from './prompt.loader';
import type { PromptService } from './prompt.service';
import type { PromptSyncing } from './prompt.sync';
import type { PromptRenderer } from './prompt-renderer';
import { PromptSync, SyncPromptsArgs } from './prompt-sync';
import { PromptStatus, PromptVersion } from './prompt-version.entity';
import { RenderedPrompt } from './rendered-prompt';

type Context = SubgraphContext<PromptLoaders>;

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
  prompt(@Arg('name', () => ID) name: string, @Ctx() { loaders }: Context) {
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
  ): Promise<RenderedPrompt> {
    return this.renderer.render(name, { number: version ?? undefined, label: label ?? undefined }, variables ?? {});
  }

  @Scoped('edit')
  @Mutation(() => PromptVersion)
  createPromptVersion(
    @Arg('input', () => CreatePromptVersionInput) input: CreatePromptVersionInput,
    @Ctx() { caller }: Context,
  ): Promise<PromptVersion> {
    return this.service.createVersion(input, actorOf(caller));
  }

  @Scoped('edit')
  @Mutation(() => Prompt, { description: 'Says what a prompt is for, in all of its versions.' })
  describePrompt(
    @Arg('name', () => ID) name: string,
    @Arg('description', () => String) description: string,
  ): Promise<Prompt> {
    return this.service.describe(name, description);
  }

  @Scoped('edit')
  @Mutation(() => PromptVersion, { description: 'Points the label at the version, from wherever it was.' })
  labelPromptVersion(
    @Arg('name', () => ID) name: string,
    @Arg('version', () => Int) version: number,
    @Arg('label', () => String) label: string,
    @Ctx() { caller }: Context,
    @Arg('from', () => Int, {
      nullable: true,
      description: 'Only if it stands on this version now; 0: only if it stands nowhere.',
    })
    from?: number,
  ): Promise<PromptVersion> {
    return this.service.label(name, version, label, actorOf(caller), from ?? undefined);
  }

  @Scoped('edit')
  @Mutation(() => PromptVersion, {
    description: 'Undoes the last move of the label that is not undone yet; twice undoes two. A removal is a move too.',
  })
  rollbackPromptLabel(
    @Arg('name', () => ID) name: string,
    @Arg('label', () => String) label: string,
    @Ctx() { caller }: Context,
  ): Promise<PromptVersion> {
    return this.service.rollBackLabel(name, label, actorOf(caller));
  }

  @Scoped('edit')
  @Mutation(() => Prompt)
  removePromptLabel(
    @Arg('name', () => ID) name: string,
    @Arg('label', () => String) label: string,
    @Ctx() { caller }: Context,
  ): Promise<Prompt> {
    return this.service.removeLabel(name, label, actorOf(caller));
  }

  @Scoped('admin')
  @Mutation(() => PromptLabel, { description: 'A protected label is moved and taken away by admins only.' })
  protectPromptLabel(
    @Arg('name', () => ID) name: string,
    @Arg('label', () => String) label: string,
    @Arg('protected', () => Boolean) isProtected: boolean,
  ): Promise<PromptLabel> {
    return this.service.protectLabel(name, label, isProtected);
  }

  @Scoped('edit')
  @Mutation(() => PromptVersion, {
    description: 'Refused while an experiment serves the version or a label stands on it, unless an admin forces it.',
  })
  archivePromptVersion(
    @Arg('name', () => ID) name: string,
    @Arg('version', () => Int) version: number,
    @Arg('force', () => Boolean, { defaultValue: false }) force: boolean,
    @Ctx() { caller }: Context,
  ): Promise<PromptVersion> {
    if (force) requireScope(caller, ['admin']);
    return this.service.setStatus(name, version, PromptStatus.ARCHIVED, force ? actorOf(caller) : undefined);
  }

  @Scoped('edit')
  @Mutation(() => PromptVersion, {
    description: 'A draft becomes ACTIVE or ARCHIVED, an active version ARCHIVED, an archived one ACTIVE.',
  })
  setPromptVersionStatus(
    @Arg('name', () => ID) name: string,
    @Arg('version', () => Int) version: number,
    @Arg('status', () => PromptStatus) status: PromptStatus,
  ): Promise<PromptVersion> {
    return this.service.setStatus(name, version, status);
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description: 'Brings the registry to what files say, in one transaction; an entry that is refused changes nothing.',
  })
  async applyPrompts(
    @Arg('prompts', () => [ApplyPromptInput]) prompts: ApplyPromptInput[],
    @Args() trial: TrialArgs,
    @Args() merge: MergeArgs,
    @Ctx() { caller }: Context,
  ): Promise<readonly Applied[]> {
    return (await this.applier.apply(prompts, trial, merge, actorOf(caller))).applied;
  }

  @Scoped('edit')
  @Mutation(() => PromptSync, {
    description:
      'Brings the registry to what a project’s files say, in one transaction, and says what files and database do not agree on. Without `prompts`, for the files of the product’s own project.',
  })
  syncPrompts(@Args() how: SyncPromptsArgs, @Ctx() { caller }: Context): Promise<PromptSync> {
    return this.syncing.sync(how, actorOf(caller));
  }
}
