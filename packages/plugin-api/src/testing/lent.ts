import type { Json, JsonObject, Part, Usage } from '../message';
import type { PluginTool } from '../plugin';
import type { Call, Generated, Policy, RenderedPrompt, Services } from '../strategy';
import { StrategyFailure } from '../strategy-failure';
import { compiled } from './compiled';
import { NotGiven } from './execution-failed';
import type { Given, GivenPolicy, GivenPrompt } from './given';
import { plain } from './plain';
import { type ScriptedModel, scriptedModel } from './scripted-model';

/** What one step of a run has of the whole of it. */
export interface Lending {
  readonly given: Given;
  readonly signal: AbortSignal;
  readonly model: ScriptedModel;
  readonly id: string;
  counted(usage: Usage): void;
  appended(type: string, data: JsonObject): void;
  readonly emit: (part: Part) => Promise<void>;
  readonly once: Call<unknown, unknown>['once'];
  /** `once`, as the effects of a tool allow it. */
  onceFor(tool: PluginTool): Call<unknown, unknown>['once'];
}

/** The script of a run, as one model that all of its strategies ask. */
export const modelOf = ({ models = [] }: Given): ScriptedModel => ('answer' in models ? models : scriptedModel(models));

/**
 * A service as a strategy in a worker has it: what goes in and comes out is copied, nothing happens once the call was
 * aborted, and a promise that the strategy leaves alone ends no process.
 */
export function lend<Args extends unknown[], Answer>(
  what: string,
  signal: AbortSignal,
  work: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  return (...args) => {
    const promise = (async () => {
      signal.throwIfAborted();
      return plain(await work(...plain(args, `what it gives to ${what}`)), `what ${what} answers`);
    })();
    promise.catch(() => undefined);
    return promise;
  };
}

/** The services of a call, from what the test gave. */
export function lent(lending: Lending): Omit<Services, 'logger'> {
  const { given, signal, model, counted, emit, once } = lending;
  const { prompts = {}, policies = {}, tools = [], secrets = {} } = given;
  let last: RenderedPrompt | undefined;
  const uses = new Map<string, number>();
  /** Of uses that are alike, the first, the second, … */
  const numbered = (use: string) => {
    uses.set(use, (uses.get(use) ?? 0) + 1);
    return `${use}:${uses.get(use)}`;
  };

  const generate: Services['models']['generate'] = async (request) => {
    const whole = { ...request, model: request.model ?? last?.model, params: request.params ?? last?.params };
    if (!whole.model) throw new Error('models.generate needs a model: render a prompt first, or name one');
    const ask = async () => (await model.answer(whole as typeof request, emit)) as unknown as Json;
    const said = (request.record === undefined ? await ask() : await once(`model:${request.record}`, ask)) as unknown;
    counted((said as Generated).usage);
    return said as Generated;
  };
  return {
    prompts: {
      render: lend('prompts.render', signal, async (reference, variables) => {
        last = renderedOf(givenOf(prompts, reference, 'prompt'), variables);
        return last;
      }),
    },
    models: { generate: lend('models.generate', signal, generate) },
    policies: {
      get: lend('policies.get', signal, async (reference) =>
        policyOf(reference, givenOf(policies, reference, 'policy')),
      ),
      call: async (_policy, ask) => ask(),
    },
    tools: {
      list: lend('tools.list', signal, async () =>
        tools.map(({ name, description, input }) => ({ name, description, input })),
      ),
      call: lend('tools.call', signal, async (name: string, args: JsonObject, key?: string) => {
        const tool = tools.find((one) => one.name === name);
        if (!tool) throw toolFailure(name, 'it is not there for this call');
        const place = `tool:${name}:${key ?? numbered(`${name}:${JSON.stringify(args)}`)}`;
        return lending.onceFor(tool)(place, () => useTool(tool, args, place, lending));
      }),
    },
    events: {
      append: lend('events.append', signal, async (type, data) => lending.appended(type, data)),
    },
    secret: lend('secret', signal, async (name) => givenOf(secrets, name, 'secret')),
  };
}

function renderedOf(prompt: GivenPrompt, variables: JsonObject): RenderedPrompt {
  const said = typeof prompt === 'function' ? prompt(variables) : prompt;
  const rendered = typeof said === 'string' ? { messages: [systemMessage(said)] } : said;
  return { model: { provider: 'scripted', name: 'scripted' }, params: {}, ...rendered };
}

const systemMessage = (text: string) => ({ role: 'system' as const, parts: [{ type: 'text' as const, text }] });

const policyOf = (reference: string, given: GivenPolicy): Policy => ({
  ...{ reference, model: { name: reference.split('@')[0]!, version: '1' }, inputs: [], params: {} },
  ...{ timeoutMs: 10_000, standIn: false, ...given },
});

async function useTool(tool: PluginTool, args: JsonObject, place: string, { id, signal }: Lending): Promise<Json> {
  const { name } = tool;
  const read = compiled<JsonObject>(tool.input).read(args);
  if ('problems' in read) throw new StrategyFailure({ code: 'BAD_USER_INPUT', problems: read.problems });
  let answer: Json;
  try {
    answer = await tool.use(read.value, { id: `${id}:${place}`, signal });
  } catch (cause) {
    const isTold = cause instanceof Error && cause.name === 'StrategyFailure';
    throw toolFailure(name, isTold ? cause.message : 'it threw an error', { cause });
  }
  const admitted = compiled(tool.output ?? {}).read(answer);
  if ('problems' in admitted) throw toolFailure(name, 'its output schema refuses what it answered');
  return answer;
}

const toolFailure = (tool: string, reason: string, options?: ErrorOptions) =>
  new StrategyFailure({ code: 'TOOL_FAILED', tool, reason }, options);

function givenOf<Value>(values: { readonly [name: string]: Value }, name: string, kind: string): Value {
  if (Object.hasOwn(values, name)) return values[name]!;
  const known = Object.keys(values).join(', ');
  throw new NotGiven(`this run was given no ${kind} ${name}${known ? `, only ${known}` : ''}`);
}
