import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { Field, ID, Int, ObjectType } from 'type-graphql';

/** What a prompt's name, labels and numbers mean now. */
@ObjectType()
export class ServedPrompt {
  @Field(() => ID)
  name: string;

  @Field(() => JsonObjectScalar, { description: 'Label → number of the version that it stands on.' })
  labels: { readonly [label: string]: number };

  @Field(() => JsonObjectScalar, {
    description: 'Number → hash of its release, which `promptMaterials` takes, of each version that is active.',
  })
  versions: JsonObject;

  @Field(() => [Int], { description: 'Numbers of the versions that nobody is to be given any more.' })
  archived: number[];
}

@ObjectType()
export class ServedPrompts {
  @Field(() => String, { description: 'Where this stands; give it as `after`.' })
  version: string;

  @Field(() => Boolean, { description: '`prompts` are all there are; otherwise only those that changed.' })
  complete: boolean;

  @Field(() => Boolean, { description: 'The database is away; this is what was known last.' })
  stale: boolean;

  @Field(() => [ServedPrompt])
  prompts: ServedPrompt[];

  @Field(() => [ID], { description: 'Names of those that are gone.' })
  removed: string[];
}
