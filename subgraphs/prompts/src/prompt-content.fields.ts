import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import { stateOf } from './prompt.state';
import { bodyOf } from './prompt-version.content';
import { PromptVersion } from './prompt-version.entity';

@Resolver(() => PromptVersion)
export class PromptContentFields {
  @FieldResolver(() => JsonObjectScalar, {
    description: 'All that the version says, exactly, in the shape that `applyPrompts` takes.',
  })
  content(@Root() version: PromptVersion): JsonObject {
    return stateOf(bodyOf(version));
  }
}
