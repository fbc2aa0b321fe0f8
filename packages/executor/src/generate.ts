import { DomainError } from '@trialogue/errors';
import { outputReader } from '@trialogue/flow-engine';
import type { ChatEvent, ChatRequest, ModelName, Models } from '@trialogue/models';
import {
  type Call,
  type Generated,
  type GenerateRequest,
  type Json,
  type Part,
  type RenderedPrompt,
  totalUsage,
  type Usage,
} from '@trialogue/plugin-api';
import type { ScriptedReply } from '@trialogue/variant-config';
import { PartialObject } from './partial-object';
import { correctedBefore, correcting, type StructuredOutput } from './structured-output';
import type { Tally } from './tally';
import { checkedCalls, checkTools } from './tool-calls';

export interface GenerateBindings {
  readonly strategy: string;
  readonly models: Models;
  /** Of the variant: asked where the model fails before its first token. */
  readonly fallback?: ModelName;
  /** What a flow demands of what is streamed; it judges the answer itself. */
  readonly output?: StructuredOutput;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  /** What was rendered last, and what the scripted model may say in place of its model. */
  last(): { readonly rendered: RenderedPrompt; readonly replies: readonly ScriptedReply[] } | undefined;
  emit(part: Part): Promise<void>;
  readonly once: Call<unknown, unknown>['once'];
}

type End = Extract<ChatEvent, { type: 'end' }>;

/** Times that an answer is asked for again which is not what its schema demands. */
const mostRepeats = 2;

/** `models.generate`, as one call of a strategy sees it. */
export function generateWith(bindings: GenerateBindings): (request: GenerateRequest) => Promise<Generated> {
  const { strategy, models, fallback, tally, signal } = bindings;

  /** Asks once, and counts it. */
  async function ask(request: ChatRequest, isShown: boolean): Promise<End> {
    const partial = request.output && new PartialObject();
    const show = async (part: Part | undefined) => (isShown && part ? bindings.emit(part) : undefined);
    for await (const event of models.stream(request)) {
      if (event.type === 'text') await show(partial ? objectPart(partial.take(event.text)) : event);
      if (event.type === 'tool-call') await show(event);
      if (event.type !== 'end') continue;
      tally.answered(event);
      await show(objectPart(partial?.end()));
      return event;
    }
    throw new DomainError('MODEL_FAILED', { model: request.model.name, reason: 'it ended without an answer' });
  }

  async function generate(request: GenerateRequest): Promise<Generated> {
    const { tools = [], toolChoice, stream = false } = request;
    const last = bindings.last();
    const model = request.model ?? last?.rendered.model;
    if (!model) throw new Error('models.generate needs a model: render a prompt first, or name one');
    checkTools(tools);
    // What is streamed is the answer; what a strategy asks for itself is not what the flow demands.
    const demanded = stream ? bindings.output : undefined;
    const output = demanded ? { name: 'answer', schema: demanded.schema } : request.output;
    const asked = {
      ...{ model, params: request.params ?? last?.rendered.params ?? {}, replies: last?.replies ?? [], signal },
      ...(tools.length > 0 && { tools, ...(toolChoice && { toolChoice }) }),
      ...(output && { output }),
      ...(fallback && { fallback }),
    };
    const read = output && !demanded ? outputReader(output.schema) : undefined;
    const usages: Usage[] = [];
    for (let messages = correctedBefore(request.messages, demanded?.problem), repeats = 0; ; repeats += 1) {
      const maxTokens = tally.mostTokens(() => [model, fallback ?? model].map((one) => models.resolve(one).name));
      const bounded = { ...asked, ...(maxTokens !== undefined && { maxTokens }), messages };
      const { type: _, text, toolCalls = [], structured: __, ...end } = await ask(bounded, stream);
      usages.push(end.usage);
      const generated = { ...end, output: text, toolCalls: checkedCalls(toolCalls, tools), usage: totalUsage(usages) };
      if (!read || toolCalls.length > 0) return generated;
      const reading = read(text);
      if ('value' in reading) return { ...generated, structured: reading.value };
      const problem = problemIn(end.stopReason, reading.problem);
      const isSpent = maxTokens !== undefined && end.usage.output >= maxTokens;
      if (repeats === mostRepeats || end.stopReason === 'refusal' || isSpent)
        throw new DomainError('OUTPUT_INVALID', { strategy, problem });
      messages = correcting(messages, text, problem);
    }
  }

  return async (request) => {
    signal.throwIfAborted();
    if (request.record === undefined) return generate(request);
    let isNew = false;
    const asked = async () => {
      isNew = true;
      return (await generate(request)) as unknown as Json;
    };
    const generated = (await bindings.once(`model:${request.record}`, asked)) as unknown as Generated;
    if (isNew) return generated;
    tally.answered(generated);
    if (request.stream)
      for (const part of partsOf(generated, bindings.output ?? request.output)) await bindings.emit(part);
    return generated;
  };
}

/** What is shown of an answer that is there already. */
function partsOf({ output, structured, toolCalls }: Generated, demanded: object | undefined): Part[] {
  const calls: Part[] = toolCalls.map(({ problem: _, ...call }) => ({ type: 'tool-call', ...call }));
  if (structured) return [{ type: 'object', partial: structured }, ...calls];
  return demanded || output === '' ? calls : [{ type: 'text', text: output }, ...calls];
}

const objectPart = (partial: ReturnType<PartialObject['take']>): Part | undefined =>
  partial && { type: 'object', partial };

const problemIn = (stopReason: string, problem: string): string =>
  stopReason === 'refusal'
    ? 'The model refused to answer.'
    : stopReason === 'length' || stopReason === 'context'
      ? 'The answer was cut short, for it is longer than it may be.'
      : problem;
