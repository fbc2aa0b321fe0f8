import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { Field, ID, ObjectType } from 'type-graphql';

/** What is needed to assign in one experiment. */
@ObjectType()
export class ExperimentDefinition {
  @Field(() => ID)
  key: string;

  @Field(() => ID, { description: 'Hash of its release: what `recordExposures` takes.' })
  release: string;

  @Field(() => Boolean, { description: 'A variant of it stands for a `value`.' })
  isFlag: boolean;

  @Field(() => JsonObjectScalar, {
    description:
      'What `assign` of `@trialogue/assignment` takes, without the variants’ configs; for a key without the scope `read` with `taggedOverrides` (unit’s tag → variant) in place of `overrides`.',
  })
  snapshot: JsonObject;
}

@ObjectType()
export class Definitions {
  @Field(() => String, { description: 'Where this stands; give it as `after`.' })
  version: string;

  @Field(() => Boolean, { description: '`experiments` are all there are; otherwise only those that changed.' })
  complete: boolean;

  @Field(() => Boolean, { description: 'The database is away; this is what was known last.' })
  stale: boolean;

  @Field(() => [ExperimentDefinition])
  experiments: ExperimentDefinition[];

  @Field(() => [ID], { description: 'Keys of those that are gone.' })
  removed: string[];
}
