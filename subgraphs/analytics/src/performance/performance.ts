import { DateTimeScalar } from '@trialogue/subgraph';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';

/** The prompt version of the prompts subgraph; its performance is contributed here. */
@Directive('@key(fields: "id")')
@ObjectType()
export class PromptVersion {
  @Field(() => ID, { description: '`name@number`' })
  id: string;
}

@ObjectType({ description: 'Tokens as the providers counted them, of completed and failed executions.' })
export class PromptTokens {
  @Field(() => Float, { description: 'Sent, without those that the provider had cached.' })
  input: number;

  @Field(() => Float, { description: 'Answered.' })
  output: number;

  @Field(() => Float, { description: 'Sent, and read from the provider’s cache.' })
  cacheRead: number;

  @Field(() => Float, { description: 'Sent, and written to the provider’s cache.' })
  cacheWrite: number;
}

@ObjectType({ description: 'What the event log says of a prompt version, inside and outside of experiments.' })
export class PromptPerformance {
  @Field(() => Int, {
    description:
      'Units that met a variant which has the version pinned, in its config or its flow; each once per experiment and allocation.',
  })
  exposures: number;

  @Field(() => Int, { description: 'Executions of the version that gave an answer: turns and one-shot executions.' })
  completions: number;

  @Field(() => Int, { description: 'Executions of the version that failed or were cancelled.' })
  failures: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Share of the executions that gave an answer, 0–1; null of no executions.',
  })
  completionRate: number | null;

  @Field(() => Int, { description: 'Events of type `prompt_rated` that name the version, and `conversation_rated`.' })
  ratings: number;

  @Field(() => Float, { nullable: true, description: 'Mean score of the ratings, 0–1; null of no ratings.' })
  satisfaction: number | null;

  @Field(() => PromptTokens, { nullable: true, description: 'Null of no executions.' })
  tokens: PromptTokens | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'What executions by real models cost, in US dollars, as recorded with each; of those without a recorded cost, and those counted before costs were, what their tokens cost at today’s prices. Null while a price of those is not known, or there are no tokens.',
  })
  cost: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Half of the completed executions took no longer; to within 1 %. Null of none.',
  })
  latencyP50Ms: number | null;

  @Field(() => Float, {
    nullable: true,
    description: '95 % of the completed executions took no longer; to within 1 %. Null of none.',
  })
  latencyP95Ms: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the first event that counts here happened.' })
  since: Date | null;

  @Field(() => DateTimeScalar, { description: 'Every event that was committed before this moment is counted.' })
  asOf: Date;

  @Field(() => Int, { description: 'How long ago that moment was.' })
  lagMs: number;
}
