import type { CountTokens } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, Scoped, TokenCountType } from '@trialogue/subgraph';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireExecuting } from '../access';
import type { FlowsContext } from '../flows-context';
import { PromptMaterialInput, PromptMaterialOutcome } from './prompt-material';
import { promptMaterials } from './prompt-materials';
import { type ResolveServices, resolvePrompt } from './resolve-prompt';
import { ResolvedPrompt } from './resolved-prompt';

@ArgsType()
class ResolvePromptArgs {
  @Field(() => ID, { nullable: true, description: 'Its variant of the unit says which prompt.' })
  experiment?: string;

  @Field(() => ID, { nullable: true, description: '`name`, `name@number` or `name@label`: no experiment decides.' })
  name?: string;

  @Field(() => ID)
  unit: string;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'What is known of the unit.' })
  attributes?: JsonObject;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'Of the prompt. Up to 64 KiB.' })
  variables?: JsonObject;
}

@Resolver(() => ResolvedPrompt)
export class ResolvePromptResolver {
  constructor(
    private readonly services: ResolveServices,
    private readonly countTokens: CountTokens,
  ) {}

  @Scoped('assign', 'converse')
  @Mutation(() => ResolvedPrompt, {
    description:
      'For who asks the model themselves: assigns, records the exposure and renders, in one act. The same again gives the same, and records nothing more.',
  })
  resolvePrompt(
    @Args(() => ResolvePromptArgs) { experiment, name, unit, attributes, variables }: ResolvePromptArgs,
    @Ctx() { caller }: FlowsContext,
  ): Promise<ResolvedPrompt> {
    requireExecuting(caller, unit);
    return resolvePrompt(this.services, {
      ...{ experiment: experiment ?? undefined, name: name ?? undefined, unit },
      ...{ attributes: attributes ?? {}, variables: variables ?? {} },
    });
  }

  @Scoped('read', 'prompts')
  @Query(() => [PromptMaterialOutcome], {
    description: 'What variants and versions render, in order, for who renders elsewhere. Up to 100 at once.',
  })
  promptMaterials(@Arg('of', () => [PromptMaterialInput]) of: PromptMaterialInput[]): Promise<PromptMaterialOutcome[]> {
    return promptMaterials(this.services, of);
  }

  @FieldResolver(() => TokenCountType, { description: 'Of the messages.' })
  tokens(@Root() { messages, model }: ResolvedPrompt): Promise<TokenCountType> {
    return this.countTokens({ provider: model.provider, model: model.name, messages });
  }
}
