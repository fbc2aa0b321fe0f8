import type { CountTokens } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, TokenCountType } from '@trialogue/subgraph';
import type { RenderedMessage as Message } from '@trialogue/templates';
import { Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';

@ObjectType()
export class RenderedMessage {
  /** `system`, `user` or `assistant`. */
  @Field(() => String)
  role: Message['role'];

  @Field(() => String)
  text: string;
}

@ObjectType()
export class RenderedModel {
  @Field(() => String)
  provider: string;

  /** As the prompt's version has it. */
  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'As its provider is asked for it: an alias is looked up.' })
  id: string;
}

/** What a model would be sent. */
@ObjectType()
export class RenderedPrompt {
  @Field(() => [RenderedMessage])
  messages: RenderedMessage[];

  @Field(() => RenderedModel)
  model: RenderedModel;

  @Field(() => JsonObjectScalar)
  params: JsonObject;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description:
      'The body of the provider’s request as long as the user has said nothing; null for the scripted model.',
  })
  request: JsonObject | null;

  @Field(() => [String], {
    description: 'Declared variables that have no value: neither given nor by default. One that is needed is an error.',
  })
  missing: string[];
}

@Resolver(() => RenderedPrompt)
export class RenderedPromptFields {
  constructor(private readonly countTokens: CountTokens) {}

  @FieldResolver(() => TokenCountType, { description: 'Of the messages as they are rendered.' })
  tokens(@Root() { messages, model }: RenderedPrompt): Promise<TokenCountType> {
    return this.countTokens({ provider: model.provider, model: model.name, messages });
  }
}
