import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType('RenderedMessage')
export class RenderedMessageType {
  /** `system`, `user` or `assistant`. */
  @Field(() => String)
  role: 'system' | 'user' | 'assistant';

  @Field(() => String)
  text: string;
}

@Directive('@shareable')
@ObjectType()
export class RenderedModel {
  @Field(() => String)
  provider: string;

  /** As the prompt's version, or the variant, has it. */
  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'As its provider is asked for it: an alias is looked up.' })
  id: string;
}
