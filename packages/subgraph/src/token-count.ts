import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum TokenCountMethod {
  EXACT = 'exact',
  ESTIMATE = 'estimate',
}
registerEnumType(TokenCountMethod, {
  name: 'TokenCountMethod',
  description: 'EXACT: as the model’s own tokenizer has it. ESTIMATE: from the kinds of characters.',
});

/** What a model reads: messages and what its provider’s format puts around them; not its answer. */
@Directive('@shareable')
@ObjectType('TokenCount')
export class TokenCountType {
  @Field(() => Int)
  count: number;

  @Field(() => TokenCountMethod)
  method: `${TokenCountMethod}`;

  /** `gpt-tokenizer`; `anthropic`, its count endpoint; or `characters`. */
  @Field(() => String)
  by: string;
}
