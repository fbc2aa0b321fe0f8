import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { Field, ObjectType } from 'type-graphql';

@ObjectType()
export class RenderedMessage {
  /** `system`, `user` or `assistant`. */
  @Field(() => String)
  role: string;

  @Field(() => String)
  text: string;
}

@ObjectType()
export class RenderedModel {
  @Field(() => String)
  provider: string;

  /** As the prompt's version has it; aliases are looked up when the model is called. */
  @Field(() => String)
  name: string;
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
    description: 'JSON Schema (2020-12) of the answer; null: any text.',
  })
  responseSchema: JsonObject | null;
}
