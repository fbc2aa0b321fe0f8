import { DomainError } from '@trialogue/errors';
import { rootOf } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import { type Caller, checkText, JsonObjectScalar, may, Scoped } from '@trialogue/subgraph';
import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { maySee, requireUnit } from './access';
import { budgetLeft, budgetOf } from './budget';
import {
  Conversation,
  ConversationBudget,
  ConversationConnection,
  ConversationStatus,
  ConversationUsage,
} from './conversation.entity';
import type { ConversationService } from './conversation.service';
import type { FlowsContext } from './flows-context';
import { MessageConnection } from './message.connection';
import { FlowVersion } from './registry/flow-version.entity';
import { type StartServices, startConversation } from './start-conversation';
import { PromptVersionStub, VariantStub } from './stubs';
import { Summary } from './summary';
import type { Turns } from './turn/turns';

@InputType({ description: 'Exactly one of `experiment`, `prompt` and `flow`.' })
export class StartConversationInput {
  @Field(() => ID, { nullable: true })
  experiment?: string;

  @Field(() => ID, { nullable: true, description: '`name`, `name@number` or `name@label`' })
  prompt?: string;

  @Field(() => ID, { nullable: true, description: '`name` or `name@number`' })
  flow?: string;

  @Field(() => ID)
  unit: string;

  @Field(() => JsonObjectScalar, { nullable: true })
  attributes?: JsonObject;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'What prompts and a flow’s texts are filled with; those that are called like slots fill them.',
  })
  variables?: JsonObject;
}

@Resolver(() => Conversation)
export class ConversationResolver {
  constructor(
    private readonly conversations: ConversationService,
    private readonly turns: Turns,
    private readonly starting: StartServices,
  ) {}

  @Scoped('converse', 'agent')
  @Query(() => Conversation, { nullable: true, description: 'Null when there is none that the caller may see.' })
  conversation(@Arg('id', () => ID) id: string, @Ctx() { caller }: FlowsContext) {
    return this.conversations.find(id, caller);
  }

  @Scoped('converse', 'agent')
  @Query(() => ConversationConnection, {
    name: 'conversations',
    description: 'The newest first; all of them for an admin or an agent, else the unit’s.',
  })
  list(
    @Arg('status', () => ConversationStatus, { nullable: true }) status: ConversationStatus | undefined,
    @Arg('flow', () => ID, {
      nullable: true,
      description: 'Those that follow it: `name`, or one version of it, `name@number`.',
    })
    flow: string | undefined,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | undefined,
    @Ctx() { caller }: FlowsContext,
  ) {
    if (flow != null) checkText('flow', flow, 256);
    return this.conversations.list(caller, {
      first,
      ...(status && { status }),
      ...(flow != null && { flow }),
      ...(after != null && { after }),
    });
  }

  @Scoped('converse')
  @Mutation(() => Conversation, { description: 'Assigns and records the exposure when it is for an experiment.' })
  async startConversation(
    @Arg('input', () => StartConversationInput) input: StartConversationInput,
    @Ctx() { caller }: FlowsContext,
  ) {
    requireUnit(caller, input.unit);
    const { attributes, variables } = input;
    const unpublished = may(caller, 'read') || may(caller, 'edit');
    const given = { ...input, attributes: attributes ?? {}, variables: variables ?? {} };
    return startConversation(this.starting, { ...given, unpublished });
  }

  @Scoped('converse')
  @Mutation(() => Conversation, { description: 'Ends the answer that is being written, if there is one.' })
  async cancelMessage(
    @Arg('conversation', () => ID) id: string,
    @Arg('turn', () => Int, { nullable: true, description: 'Only if this turn is the one that runs.' })
    turn: number | undefined,
    @Ctx() { caller }: FlowsContext,
  ) {
    const conversation = await this.conversations.get(id, caller);
    await this.turns.cancel(id, turn ?? undefined);
    return conversation;
  }

  @Scoped('converse')
  @Mutation(() => Conversation)
  async endConversation(
    @Arg('conversation', () => ID) id: string,
    @Arg('outcome', () => String, { nullable: true }) outcome: string | undefined,
    @Ctx() { caller }: FlowsContext,
  ) {
    if (outcome != null) checkText('outcome', outcome, 256);
    return this.conversations.end(id, caller, outcome ?? null);
  }

  @Scoped('converse')
  @Mutation(() => Conversation, {
    description: 'Once, also after it has ended. It counts for the prompt version that answered.',
  })
  async rateConversation(
    @Arg('conversation', () => ID) id: string,
    @Arg('score', () => Int, { description: 'From 1 (bad) to 5.' }) score: number,
    @Arg('comment', () => String, { nullable: true, description: 'Up to 2,000 characters.' }) comment:
      | string
      | undefined,
    @Ctx() { caller }: FlowsContext,
  ) {
    if (score < 1 || score > 5) throw new DomainError('BAD_USER_INPUT', { problem: '`score` is not from 1 to 5.' });
    if (comment != null) checkText('comment', comment, 2_000);
    const conversation = await this.conversations.get(id, caller);
    return this.conversations.rate(conversation, { score, comment: comment ?? null });
  }

  @FieldResolver(() => VariantStub, { nullable: true })
  variant(@Root() { experiment, variantKey }: Conversation): VariantStub | null {
    return experiment !== null && variantKey !== null ? { experimentKey: experiment, key: variantKey } : null;
  }

  @FieldResolver(() => PromptVersionStub, { nullable: true, description: 'The version that answers.' })
  promptVersion(@Root() { promptVersionId }: Conversation): PromptVersionStub | null {
    return promptVersionId === null ? null : { id: promptVersionId };
  }

  @FieldResolver(() => FlowVersion, { nullable: true, description: 'The version that it follows, to its end.' })
  async flow(@Root() { flowVersionId }: Conversation, @Ctx() { loaders }: FlowsContext): Promise<FlowVersion | null> {
    return flowVersionId === null ? null : loaders.flowVersions.load(flowVersionId);
  }

  @FieldResolver(() => ConversationUsage)
  usage(@Root() conversation: Conversation): ConversationUsage {
    const { usedInput, usedOutput, usedCacheRead, usedCacheWrite, cost } = conversation;
    return { input: usedInput, output: usedOutput, cacheRead: usedCacheRead, cacheWrite: usedCacheWrite, cost };
  }

  @FieldResolver(() => ConversationBudget, { nullable: true })
  budget(@Root() conversation: Conversation): ConversationBudget | null {
    const budget = budgetOf(conversation);
    const left = budgetLeft(conversation);
    if (!budget || !left) return null;
    const { tokens = null, usd = null } = budget;
    return { tokens, usd, tokensLeft: left.tokens ?? null, usdLeft: left.usd ?? null };
  }

  @FieldResolver(() => Boolean, { description: 'A turn is under way.' })
  answering(@Root() { leaseUntil }: Conversation): boolean {
    return leaseUntil !== null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Where it stands in its flow.' })
  state(@Root() { flowState }: Conversation): string | null {
    return flowState ? rootOf(flowState).state : null;
  }

  @FieldResolver(() => JsonObjectScalar, { description: 'What its flow has collected.' })
  slots(@Root() { flowState }: Conversation): JsonObject {
    return flowState ? rootOf(flowState).slots : {};
  }

  @FieldResolver(() => Summary, {
    nullable: true,
    description: 'Null unless its variant has a summary policy and one is written. For whom `messages` are.',
  })
  summary(@Root() { id, unit }: Conversation, @Ctx() { loaders, caller }: FlowsContext): Promise<Summary | null> {
    requireReader(caller, unit);
    return loaders.summary.load(id);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What the user said to it. For whom `messages` are.' })
  ratingComment(@Root() { unit, ratingComment }: Conversation, @Ctx() { caller }: FlowsContext): string | null {
    requireReader(caller, unit);
    return ratingComment;
  }

  @FieldResolver(() => MessageConnection, { description: 'For its unit, and for whoever takes conversations over.' })
  messages(
    @Root() { id, unit }: Conversation,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | undefined,
    @Ctx() { loaders, caller }: FlowsContext,
  ) {
    requireReader(caller, unit);
    return loaders.messages(id, { first, ...(after != null && { after }) });
  }
}

/** What was said is for its unit, and for whoever takes conversations over. */
function requireReader(caller: Caller, unit: string): void {
  if (!maySee(caller, unit)) throw new DomainError('FORBIDDEN', { scope: `agent, or a token of unit ${unit}` });
}
