import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, RenderedModel } from '@trialogue/subgraph';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PromptVersionStub } from '../stubs';

@InputType({ description: 'A variant of an experiment’s release, or a version of a prompt: `version` alone.' })
export class PromptMaterialInput {
  @Field(() => ID, { nullable: true, description: 'Hash of the experiment’s release.' })
  release?: string | null;

  @Field(() => ID, { nullable: true })
  variant?: string | null;

  @Field(() => ID, { nullable: true, description: 'Hash of the version’s release, as `servedPrompts` has it.' })
  version?: string | null;
}

/** All that it takes to render what a model is told. Nothing in it ever changes. */
@ObjectType()
export class PromptMaterial {
  @Field(() => PromptVersionStub)
  promptVersion: PromptVersionStub;

  @Field(() => [ID], {
    description: '`name@number` of versions without which it is not to be rendered: once one is archived.',
  })
  pins: string[];

  @Field(() => JsonObjectScalar, { description: 'What `renderVersion` of `@trialogue/templates` takes.' })
  version: JsonObject;

  @Field(() => RenderedModel)
  model: RenderedModel;

  @Field(() => JsonObjectScalar, { description: 'The prompt version’s, under the variant’s.' })
  params: JsonObject;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'JSON Schema of the answer; null: any text.' })
  responseSchema: JsonObject | null;
}

@ObjectType()
export class PromptMaterialError {
  @Field(() => String)
  code: string;

  @Field(() => String)
  message: string;

  @Field(() => String, { description: 'What can be done about it.' })
  help: string;

  @Field(() => Boolean, { description: 'The same request may succeed later, unchanged.' })
  retryable: boolean;
}

/** What became of one of many: material or an error. */
@ObjectType()
export class PromptMaterialOutcome {
  @Field(() => PromptMaterial, { nullable: true })
  material: PromptMaterial | null;

  @Field(() => PromptMaterialError, { nullable: true })
  error: PromptMaterialError | null;
}
