import {
  answerWithTools,
  defineStrategy,
  type GenerateRequest,
  type Message,
  type Services,
  StrategyFailure,
  type Tool,
} from '@trialogue/plugin-api';

/**
 * Answers a user's text with a chat model: the prompt version, rendered with the conversation's variables and the input's over them, then what was
 * said so far, then the text. The model and its parameters are those that the host rendered: the version's, overridden
 * by `prompt_config`, overridden by the variant's `params`. Where the version has a schema of the answer, the answer is an
 * object that it accepts, and its text is that object's JSON. With `tools` the model may use those, in rounds, before it
 * answers.
 */
export const promptTemplate = defineStrategy({
  name: 'prompt_template',
  version: '1',
  configKey: 'prompt_config',
  config: {
    type: 'object',
    properties: {
      prompt_version_id: {
        type: 'string',
        ref: 'prompt',
        title: 'Prompt version',
        description: '`name@number`, or `name@label`, which is resolved when the experiment starts',
      },
      model_provider: { type: 'string', description: 'In place of the provider that the prompt version names' },
      model_name: { type: 'string', description: 'In place of the model that the prompt version names' },
      tools: {
        type: 'array',
        items: { type: 'string', ref: 'tool' },
        maxItems: 128,
        description: 'Names of tools that the model may use before it answers',
      },
    },
    required: ['prompt_version_id'],
    additionalProperties: false,
  },
  input: {
    type: 'object',
    properties: {
      text: { type: 'string', minLength: 1, description: 'What the user says' },
      variables: { type: 'object', properties: {}, description: 'Of the prompt, over those of the conversation' },
    },
    required: ['text'],
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: {
      text: { type: 'string', description: 'What the model answers' },
      structured: { title: 'Object', description: 'The answer, where the prompt version has a schema of it' },
      stopReason: { type: 'string', description: '`end`, `length`, `refusal` or the provider’s own word' },
    },
    required: ['text', 'stopReason'],
  },
  effects: 'idempotent',
  timeoutMs: 600_000, // a long answer is healthy; the models give up one that stalls

  async execute(call) {
    const { config, input, conversation, prompts, models } = call;
    const variables = { ...conversation?.variables, ...input.variables };
    const prompt = await prompts.render(config.prompt_version_id, variables);
    const said: Message = { role: 'user', parts: [{ type: 'text', text: input.text }] };
    const request: GenerateRequest = {
      messages: [...prompt.messages, ...(conversation?.history ?? []), said],
      model: prompt.model,
      params: prompt.params,
      ...(prompt.output && { output: prompt.output }),
      stream: true,
    };
    const tools = await toolsOf(call, config.tools ?? []);
    const answer = tools.length === 0 ? models.generate(request) : answerWithTools(call, request, tools);
    const { output, structured, stopReason } = await answer;
    return structured ? { text: JSON.stringify(structured), structured, stopReason } : { text: output, stopReason };
  },
});

/** All that the config names: an answer without one of them would be another variant's. */
async function toolsOf({ tools }: Pick<Services, 'tools'>, names: readonly string[]): Promise<Tool[]> {
  if (names.length === 0) return [];
  const known = await tools.list();
  const absent = names.find((name) => !known.some((tool) => tool.name === name));
  if (absent !== undefined)
    throw new StrategyFailure({ code: 'TOOL_FAILED', tool: absent, reason: 'no loaded plugin brings it' });
  return known.map((tool) => ({ ...tool, use: (given, { id }) => tools.call(tool.name, given, id) }));
}
