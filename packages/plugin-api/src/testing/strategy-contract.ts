import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../message';
import { compiled } from './compiled';
import type { Given, Ran } from './given';
import { memoryLedger } from './memory-ledger';
import { obeysAbort } from './obeys-abort';
import type { Opened } from './open-plugin';
import { runStrategy } from './run-strategy';
import type { ContractTest } from './samples';

type About = (title: string, work: (opened: Opened) => Promise<void>) => ContractTest;

/** What every strategy has to do with a sample of its calls. */
export function strategyTests(name: string, sample: Given | (() => Given), about: About): ContractTest[] {
  const given = (): Given => ({
    now: '2026-01-01T00:00:00.000Z',
    ...(typeof sample === 'function' ? sample() : sample),
  });
  const run = (opened: Opened, change: Partial<Given> = {}): Promise<Ran> =>
    runStrategy(opened.strategy(name), { ...given(), ...change });
  return [
    about('answers what its output schema admits, in plain data that a worker can hand over', async (opened) => {
      await run(opened);
    }),
    about('refuses bad input, and throws nothing but a StrategyFailure for what it admits', async (opened) => {
      refusesShapes(opened, name);
      for (const input of strange(given().input as JsonObject))
        await answersOrRefuses(input, () => run(opened, { input }));
    }),
    about('obeys an abort', (opened) => obeysAbort(opened.strategy(name), given)),
    about('is resumed with the same ledger: same answer, no effect twice', async (opened) => {
      const ledger = memoryLedger();
      const first = await run(opened, { ledger });
      const second = await run(opened, { ledger });
      const again = second.effects.filter(({ performed }) => performed).map(({ key }) => key);
      if (again.length > 0)
        throw new Error(`a resumed call performs ${again.join(', ')} again: give \`once\` the same keys each time`);
      if (isDeepStrictEqual(first.output, second.output)) return;
      const [one, other] = [first, second].map(({ output }) => JSON.stringify(output).slice(0, 200));
      throw new Error(
        `a resumed call answers ${other} in place of ${one}: put what chance, time or others decide in \`once\``,
      );
    }),
    about('does no more than its `effects` say', (opened) => keepsToEffects(opened, name, given())),
  ];
}

function refusesShapes(opened: Opened, name: string): void {
  const schema = compiled(opened.strategy(name).input);
  for (const [what, shape] of Object.entries({ null: null, 'a list': [], 'a text': 'text' }))
    if ('value' in schema.read(shape)) throw new Error(`its input schema admits ${what}: say \`type: 'object'\``);
}

/** The input with each of its members missing, and each in place of what no schema means: the host gives what its schema admits. */
function* strange(input: JsonObject): Generator<JsonObject> {
  for (const [key, value] of Object.entries(input)) {
    const { [key]: _, ...without } = input;
    yield without;
    for (const other of ['', 'ümlaut\n', -1, 1e300, true, null, [], {}])
      if (!isDeepStrictEqual(other, value)) yield { ...input, [key]: other };
  }
}

async function answersOrRefuses(input: JsonObject, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const isSaid = error instanceof Error && ['StrategyFailure', 'NotGiven'].includes(error.name);
    if (isSaid) return;
    const shown = JSON.stringify(input).slice(0, 200);
    const thrown = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const help = 'let its input schema refuse that, or throw a StrategyFailure of BAD_USER_INPUT';
    throw new Error(`with the input ${shown} it threw ${thrown}; ${help}`, { cause: error });
  }
}

const strength = { none: 0, idempotent: 1, external: 2 };

async function keepsToEffects(opened: Opened, name: string, given: Given): Promise<void> {
  const strategy = opened.strategy(name);
  const used: { what: string; effects: keyof typeof strength }[] = [];
  const tools = (given.tools ?? []).map((tool) => ({
    ...tool,
    use: (...[args, use]: Parameters<typeof tool.use>) => {
      used.push({ what: `uses the tool ${tool.name}`, effects: tool.effects });
      return tool.use(args, use);
    },
  }));
  const kept = await opened.host.records.list('', { first: 1000 });
  const { effects } = await runStrategy(strategy, { ...given, tools });
  if (!isDeepStrictEqual(kept, await opened.host.records.list('', { first: 1000 })))
    used.push({ what: 'writes records', effects: 'idempotent' });
  // What a model said or a tool answered is recorded whatever it does; tools say for themselves.
  const own = effects.filter(({ key }) => !/(^|\/)(model|tool):/.test(key));
  for (const { key } of own) used.push({ what: `performs ${key}`, effects: 'idempotent' });
  const stronger = used.find((one) => strength[one.effects] > strength[strategy.effects]);
  if (!stronger) return;
  const { what, effects: needed } = stronger;
  throw new Error(`it says \`effects: '${strategy.effects}'\` and ${what}: say '${needed}'`);
}
