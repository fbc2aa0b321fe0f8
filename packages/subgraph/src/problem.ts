import { Directive, Field, ObjectType } from 'type-graphql';

/** One thing wrong with an input, for reports that are data rather than errors. */
@Directive('@shareable')
@ObjectType('Problem')
export class ProblemType {
  /** Keys and indexes from the input's root, joined with dots. */
  @Field(() => String)
  path: string;

  @Field(() => String)
  message: string;

  @Field(() => String, { nullable: true, description: 'What stands there, as the message shows it.' })
  found?: string;

  @Field(() => String, { nullable: true, description: 'What may stand there, in words.' })
  expected?: string;

  @Field(() => String, { nullable: true, description: 'The valid name that was probably meant.' })
  nearest?: string;
}
