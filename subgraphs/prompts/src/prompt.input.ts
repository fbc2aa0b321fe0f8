import type { Json, JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, JsonScalar, VersionSourceInput } from '@trialogue/subgraph';
import { Field, ID, InputType, Int } from 'type-graphql';
import { PromptStatus, TemplateSyntax } from './prompt-version.entity';

@InputType()
export class PromptVariableInput {
  @Field(() => String)
  name: string;

  @Field(() => Boolean, { defaultValue: false })
  required: boolean;

  @Field(() => JsonScalar, { nullable: true })
  default?: Json;

  @Field(() => String, { nullable: true })
  description?: string;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'JSON Schema (2020-12) of the value.' })
  schema?: JsonObject | null;
}

@InputType()
export class PromptMessageInput {
  @Field(() => String, { description: '`system`, `user` or `assistant`.' })
  role: string;

  @Field(() => String)
  template: string;
}

@InputType()
export class ScriptedCallInput {
  @Field(() => String, { description: 'Called where it is offered.' })
  tool: string;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'None unless given.' })
  arguments?: JsonObject | null;
}

/** What the scripted model says when no real one is set up. */
@InputType()
export class ScriptedReplyInput {
  /** Words of the user's text that call for this reply; none: it answers whatever no other does. */
  @Field(() => [String])
  when: string[];

  @Field(() => [ScriptedCallInput], { nullable: true, description: 'The reply is said once these are answered.' })
  calls?: ScriptedCallInput[] | null;

  @Field(() => String)
  reply: string;
}

@InputType()
export class PromptSourceInput extends VersionSourceInput {}

/** What a version says, whoever publishes it. */
@InputType()
export abstract class PromptVersionInput {
  @Field(() => String, { defaultValue: '' })
  description: string;

  @Field(() => PromptStatus, { defaultValue: PromptStatus.ACTIVE })
  status: PromptStatus;

  @Field(() => TemplateSyntax, { defaultValue: TemplateSyntax.JINJA })
  syntax: TemplateSyntax;

  @Field(() => String, { nullable: true, description: 'Of a prompt whose text is one system message.' })
  template?: string | null;

  @Field(() => [PromptMessageInput], { nullable: true, description: 'Of a chat prompt, in place of `template`.' })
  messages?: PromptMessageInput[] | null;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'JSON Schema (2020-12) of the answer.' })
  responseSchema?: JsonObject | null;

  @Field(() => [PromptVariableInput], { defaultValue: [] })
  variables: PromptVariableInput[];

  @Field(() => String)
  modelProvider: string;

  @Field(() => String)
  modelName: string;

  /** None unless given. (A default of a JSON scalar cannot be introspected.) */
  @Field(() => JsonObjectScalar, { nullable: true })
  params?: JsonObject | null;

  @Field(() => [ScriptedReplyInput], { defaultValue: [] })
  replies: ScriptedReplyInput[];
}

@InputType()
export class CreatePromptVersionInput extends PromptVersionInput {
  /** The prompt's; the prompt is created with its first version. */
  @Field(() => ID)
  name: string;

  /** The next one unless given. */
  @Field(() => Int, { nullable: true })
  number?: number;
}

@InputType()
export class ApplyPromptVersionInput extends PromptVersionInput {
  @Field(() => Int)
  number: number;

  @Field(() => PromptSourceInput, { nullable: true })
  source?: PromptSourceInput;
}

@InputType()
export class ApplyPromptLabelInput {
  @Field(() => String)
  label: string;

  @Field(() => Int)
  version: number;
}

/** A prompt as a file describes it. Versions and labels that it does not name stay as they are. */
@InputType()
export class ApplyPromptInput {
  @Field(() => ID)
  name: string;

  @Field(() => String, { defaultValue: '' })
  description: string;

  @Field(() => [ApplyPromptVersionInput])
  versions: ApplyPromptVersionInput[];

  @Field(() => [ApplyPromptLabelInput], { defaultValue: [] })
  labels: ApplyPromptLabelInput[];
}
