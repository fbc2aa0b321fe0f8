import { AssignmentReason } from '@trialogue/assignment';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, RenderedMessageType, RenderedModel } from '@trialogue/subgraph';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { ExperimentStub, PromptVersionStub, VariantStub } from '../stubs';

registerEnumType(AssignmentReason, { name: 'AssignmentReason' });

/** What a unit of an experiment was given: absent where no experiment was asked. */
export interface ResolvedIn {
  readonly experiment: ExperimentStub;
  readonly variant: VariantStub;
  readonly arm: string;
  readonly release: string;
  readonly reason: AssignmentReason;
  readonly inExperiment: boolean;
}

@ObjectType({ description: 'What to send to a model, and what decided it. Nothing was sent.' })
export class ResolvedPrompt implements Partial<ResolvedIn> {
  @Field(() => PromptVersionStub)
  promptVersion: PromptVersionStub;

  @Field(() => ExperimentStub, { nullable: true, description: 'Null when a prompt was asked for by its name.' })
  experiment?: ExperimentStub;

  @Field(() => VariantStub, { nullable: true })
  variant?: VariantStub;

  @Field(() => ID, { nullable: true, description: 'To be told with what becomes of it.' })
  arm?: string;

  @Field(() => ID, { nullable: true, description: 'Hash of the experiment’s release that assigned the variant.' })
  release?: string;

  @Field(() => AssignmentReason, { nullable: true })
  reason?: AssignmentReason;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the unit takes part in the comparison, so that its exposure was recorded.',
  })
  inExperiment?: boolean;

  @Field(() => [RenderedMessageType])
  messages: RenderedMessageType[];

  @Field(() => RenderedModel)
  model: RenderedModel;

  @Field(() => JsonObjectScalar, { description: 'The prompt version’s, under the variant’s.' })
  params: JsonObject;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'JSON Schema of the answer; null: any text.' })
  responseSchema: { readonly [member: string]: Json } | null;
}
