import type { Json } from '@trialogue/canonical-json';
import { JsonScalar } from '@trialogue/subgraph';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum PromptChangeKind {
  ADDED = 'ADDED',
  REMOVED = 'REMOVED',
  CHANGED = 'CHANGED',
}
registerEnumType(PromptChangeKind, { name: 'PromptChangeKind' });

export enum TextPartKind {
  SAME = 'SAME',
  ADDED = 'ADDED',
  REMOVED = 'REMOVED',
}
registerEnumType(TextPartKind, { name: 'TextPartKind', description: 'SAME: both texts have it.' });

/** A piece of two texts that are compared. */
@ObjectType()
export class TextPart {
  @Field(() => TextPartKind)
  kind: `${TextPartKind}`;

  @Field(() => String)
  text: string;
}

/** One value that differs between two versions of a prompt. */
@ObjectType()
export class PromptChange {
  @Field(() => String, {
    description: 'Such as `modelName`, `params.temperature`, `variables.diet`, `messages.0.template`.',
  })
  path: string;

  @Field(() => PromptChangeKind)
  kind: `${PromptChangeKind}`;

  @Field(() => JsonScalar, { nullable: true, description: 'Null: there was nothing.' })
  before: Json;

  @Field(() => JsonScalar, { nullable: true, description: 'Null: there is nothing.' })
  after: Json;

  @Field(() => [TextPart], {
    nullable: true,
    description:
      'What became of each word, in order; for texts that changed. Where very much differs, of each line or of the whole.',
  })
  words: readonly TextPart[] | null;
}
