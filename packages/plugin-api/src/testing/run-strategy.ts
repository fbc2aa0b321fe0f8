import { deepestRun, firstOf, onceNested, onceWith, withinTime } from '../host';
import type { FromSchema, JSONSchema } from '../json-schema';
import type { Json, JsonObject, Part } from '../message';
import type { Call, Strategy } from '../strategy';
import { StrategyFailure } from '../strategy-failure';
import { totalUsage } from '../total-usage';
import { compiled } from './compiled';
import { ExecutionFailed } from './execution-failed';
import type { Given, Logged, Ran } from './given';
import { lend, lent, modelOf } from './lent';
import { loggerInto } from './logged';
import { memoryLedger, watchedLedger } from './memory-ledger';
import { plain } from './plain';

const defaultTimeoutMs = 60_000;

/** What all steps of a run share. */
interface Run {
  readonly given: Given;
  readonly model: ReturnType<typeof modelOf>;
  readonly ledger: ReturnType<typeof watchedLedger>;
  readonly parts: Part[];
  readonly events: Ran['events'][number][];
  readonly usages: Ran['usage'][];
  readonly logged: Logged[];
}

interface Step {
  readonly strategy: Strategy;
  readonly config: unknown;
  readonly input: unknown;
  readonly signal: AbortSignal;
  readonly depth: number;
  readonly prefix: string;
  readonly emit: (part: Part) => Promise<void>;
}

/** Of a strategy whose schemas are not known to the compiler, anything. */
type OutputOf<Output> = 0 extends 1 & Output ? any : FromSchema<Output>;

/**
 * Runs a strategy as the host does: config and input are checked by its schemas and get their defaults, what it hands to a
 * service is copied as on the way out of a worker, its time limit holds, and its output is checked.
 *
 * @throws StrategyFailure what the strategy throws, and for a config or an input that its schema refuses
 * @throws ExecutionFailed for what the host would make of it: an output that is refused, time that is over, …
 */
export async function runStrategy<Config extends JSONSchema, Input extends JSONSchema, Output extends JSONSchema>(
  strategy: Strategy<Config, Input, Output>,
  given: Given<FromSchema<Config>, FromSchema<Input>>,
): Promise<Ran<OutputOf<Output>>> {
  const effects: Ran['effects'][number][] = [];
  const ledger = watchedLedger(given.ledger ?? memoryLedger(), (effect) => effects.push(effect));
  const run: Run = { given, model: modelOf(given), ledger, parts: [], events: [], usages: [], logged: [] };
  const { parts, events, usages, logged } = run;
  const signal = given.signal ?? new AbortController().signal;
  const emit = async (part: Part) => void parts.push(part);
  const { config, input } = given;
  const output = await runStep(run, { strategy, config, input, signal, depth: 1, prefix: '', emit });
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { output: output as OutputOf<Output>, parts, text, events, effects, usage: totalUsage(usages), logged };
}

async function runStep(run: Run, step: Step): Promise<Json> {
  const { strategy, signal } = step;
  const { name, timeoutMs = defaultTimeoutMs } = strategy;
  const config = admitted(strategy.config, step.config, 'CONFIG_INVALID');
  const input = admitted(strategy.input, step.input, 'BAD_USER_INPUT');
  const timedOut = () => new ExecutionFailed('STRATEGY_TIMEOUT', `${name} did not answer within ${timeoutMs} ms`);
  const answer = await withinTime(timeoutMs, signal, timedOut, async (within) =>
    strategy.execute(callOf(run, { ...step, config, input, signal: within }, config, input)),
  );
  const read = compiled(strategy.output).read(plain(answer, `what ${name} answers`));
  if ('value' in read) return read.value;
  throw new ExecutionFailed('OUTPUT_INVALID', `${name} answered what its schema refuses: ${firstOf(read.problems)}`);
}

function admitted(schema: object, value: unknown, code: 'CONFIG_INVALID' | 'BAD_USER_INPUT'): JsonObject {
  const read = compiled<JsonObject>(schema).read(value);
  if ('value' in read) return read.value;
  throw new StrategyFailure({ code, problems: read.problems });
}

function callOf(run: Run, step: Step, config: JsonObject, input: JsonObject): Call<any, any> {
  const { given, model, ledger, logged } = run;
  const { strategy, signal, prefix } = step;
  const { id = 'test-call', conversation } = given;
  const emit = lend('emit', signal, step.emit);
  const perform = onceWith(ledger, strategy, prefix, refused);
  const once: Call<unknown, unknown>['once'] = (key, effect) =>
    perform(key, async () => plain(await effect(), `what its effect ${key} answers`));
  return {
    ...lent({
      ...{ given, signal, model, id, emit, once },
      onceFor: (tool) => onceWith(ledger, tool, prefix, refused),
      counted: (usage) => void run.usages.push(usage),
      appended: (type, data) => void run.events.push({ type, data }),
    }),
    ...{ id, config, input, signal, emit, once, run: nested(run, step) },
    unit: given.unit ?? 'test-unit',
    attributes: given.attributes ?? {},
    ...(given.arm && { arm: given.arm }),
    ...(conversation && {
      conversation: { id: 'test-conversation', turn: 1, history: [], variables: {}, ...conversation },
    }),
    logger: loggerInto(logged),
    now: given.now ?? new Date().toISOString(),
  };
}

function nested(run: Run, { strategy: outer, signal, depth, prefix, emit }: Step): Call<unknown, unknown>['run'] {
  let count = 0;
  const { strategies = {}, members = {} } = run.given;
  return lend('run', signal, async (name: string, own: JsonObject | null, input: JsonObject) => {
    if (depth === deepestRun) throw new Error(`strategies run each other ${deepestRun} deep at most`);
    if (own === null && !outer.uses?.includes(name))
      throw new Error(`to run ${name} with its own member of the config, name it in \`uses\``);
    count += 1;
    if (!Object.hasOwn(strategies, name))
      throw new ExecutionFailed('STRATEGY_NOT_FOUND', `this run was given no strategy ${name}`);
    const strategy = strategies[name]!;
    if (typeof strategy === 'function') return (await strategy(input, own)) as any;
    const its = outer.uses?.includes(name) ? (members[strategy.configKey] as JsonObject | undefined) : undefined;
    const config = { ...its, ...own };
    const step = { strategy, config, input, signal, depth: depth + 1, prefix: `${prefix}${name}#${count}/` };
    if (strategy.effects !== 'external') return (await runStep(run, { ...step, emit })) as any;
    const parts = { emit, taken: async () => undefined };
    const shared = { ledger: run.ledger, parts, refuse: refused };
    return (await onceNested(shared, name, step.prefix, (inner) =>
      runStep(run, { ...step, emit: (part) => inner.emit(part) }),
    )) as any;
  });
}

const refused = (strategy: string, reason: string) => new ExecutionFailed('STRATEGY_FAILED', `${strategy}: ${reason}`);
