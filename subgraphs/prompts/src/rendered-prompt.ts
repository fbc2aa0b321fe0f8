import type { CountTokens } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, RenderedMessageType, RenderedModel, TokenCountType } from '@trialogue/subgraph';
import { Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';

/** What a model would be sent. */
@ObjectType()
export class RenderedPrompt {
  @Field(() => [RenderedMessageType])
  messages: RenderedMessageType[];

  @Field(() => RenderedModel)
  model: RenderedModel;

  @Field(() => JsonObjectScalar)
  params: JsonObject;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'JSON Schema (2020-12) of the answer; null: any text.',
  })
  responseSchema: JsonObject | null;

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
