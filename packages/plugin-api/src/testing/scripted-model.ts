import { firstOf } from '../host';
import type { JsonObject, Part, Usage } from '../message';
import type { Generated, GenerateRequest, ToolCall, ToolDefinition } from '../strategy';
import { totalUsage } from '../total-usage';
import { compiled } from './compiled';
import { ExecutionFailed, NotGiven } from './execution-failed';

/** What a scripted model says next; all that is left out is as of a model that says nothing and counts nothing. */
export interface ScriptedAnswer {
  readonly text?: string;
  readonly toolCalls?: readonly { readonly tool: string; readonly arguments: JsonObject; readonly id?: string }[];
  /** In place of a text, where the request demands an object. */
  readonly structured?: JsonObject;
  readonly stopReason?: string;
  readonly model?: string;
  readonly usage?: Partial<Usage>;
}

/** A text, an answer, a failure that is thrown, or what decides by the request. */
export type Scripted = string | ScriptedAnswer | Error | ((request: GenerateRequest) => string | ScriptedAnswer);

export interface ScriptedModel {
  /** What it was asked, in order. */
  readonly requests: readonly GenerateRequest[];
  /** Throws when the script has come to its end. */
  answer(request: GenerateRequest, emit: (part: Part) => Promise<void>): Promise<Generated>;
}

/** As often the host asks again for an object that is not what its schema demands. */
const mostRepeats = 2;

/** A model that says these things, one after the other, whatever run asks it. */
export function scriptedModel(script: readonly Scripted[]): ScriptedModel {
  const requests: GenerateRequest[] = [];
  const next = (request: GenerateRequest): ScriptedAnswer => {
    const scripted = script[requests.length];
    requests.push(request);
    if (scripted === undefined)
      throw new NotGiven(`the model is asked ${requests.length} times, and its script has ${script.length} answers`);
    if (scripted instanceof Error) throw scripted;
    const said = typeof scripted === 'function' ? scripted(request) : scripted;
    return typeof said === 'string' ? { text: said } : said;
  };
  return {
    requests,
    async answer(request, emit) {
      const usages: Usage[] = [];
      for (let repeats = 0; ; repeats += 1) {
        const said = next(request);
        usages.push({ input: 0, output: 0, cacheRead: 0, cacheWrite: 0, ...said.usage });
        const generated = { ...generatedOf(said, request, requests.length), usage: totalUsage(usages) };
        if (!request.output || generated.toolCalls.length > 0) {
          await show(generated, request, emit);
          return generated;
        }
        const read = readObject(generated.output, request.output.schema);
        if ('problem' in read) {
          if (repeats < mostRepeats) continue;
          throw new ExecutionFailed('OUTPUT_INVALID', `the model answers no such object: ${read.problem}`);
        }
        const whole = { ...generated, structured: read.value };
        await show(whole, request, emit);
        return whole;
      }
    },
  };
}

function generatedOf(said: ScriptedAnswer, { tools = [], model }: GenerateRequest, count: number) {
  const toolCalls = (said.toolCalls ?? []).map((call, index): ToolCall => {
    const whole = { id: `call-${count}-${index + 1}`, ...call };
    const problem = problemOf(whole, tools);
    return problem === undefined ? whole : { ...whole, problem };
  });
  return {
    output: said.text ?? (said.structured ? JSON.stringify(said.structured) : ''),
    toolCalls,
    stopReason: said.stopReason ?? (toolCalls.length > 0 ? 'tool' : 'end'),
    model: said.model ?? model?.name ?? 'scripted',
    standIn: false,
  };
}

function problemOf({ tool, arguments: given }: ToolCall, tools: readonly ToolDefinition[]): string | undefined {
  const known = tools.find(({ name }) => name === tool);
  if (!known) return `There is no tool ${tool}.`;
  const read = compiled(known.input).read(given);
  return 'problems' in read ? firstOf(read.problems) : undefined;
}

function readObject(text: string, schema: object): { value: JsonObject } | { problem: string } {
  try {
    const read = compiled<JsonObject>(schema).read(JSON.parse(text));
    return 'value' in read ? read : { problem: firstOf(read.problems) };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'it is no JSON' };
    throw error;
  }
}

async function show(generated: Generated, request: GenerateRequest, emit: (part: Part) => Promise<void>) {
  if (!request.stream) return;
  if (generated.structured) await emit({ type: 'object', partial: generated.structured });
  else for (const text of generated.output.split(/(?<=\s)(?=\S)/)) if (text !== '') await emit({ type: 'text', text });
  for (const { problem: _, ...call } of generated.toolCalls) await emit({ type: 'tool-call', ...call });
}
