import { firstOf } from '../host';
import type { Plugin } from '../plugin';
import { compiled } from './compiled';
import { fakeHost } from './fake-host';
import { type Opened, openPlugin } from './open-plugin';
import { plain } from './plain';
import type { ContractTest, Samples } from './samples';
import { strategyTests } from './strategy-contract';

/**
 * What every plugin has to do, as tests for any runner: `for (const { name, run } of contractTests(plugin, samples))
 * test(name, run)`. Each opens the plugin anew.
 */
export function contractTests(plugin: Plugin, samples: Samples): readonly ContractTest[] {
  const { strategies = {}, tools = {}, allocators = {} } = samples;
  const opened = async (work: (opened: Opened) => Promise<void>) => {
    const one = await openPlugin(plugin, samples.options ?? {}, fakeHost(samples.host));
    try {
      await work(one);
    } finally {
      await one.stop();
    }
  };
  const about = (kind: string, name: string) => (title: string, work: (opened: Opened) => Promise<void>) => ({
    name: `${kind} ${name} ${title}`,
    path: `${kind === 'strategy' ? 'strategies' : `${kind}s`}.${name}`,
    run: () => opened(work),
  });
  return [
    { name: 'the plugin opens and stops', path: '', run: () => opened(async () => undefined) },
    { name: 'the plugin opens a second time after it was stopped', path: '', run: () => twice(opened) },
    {
      name: 'samples are there of all that the plugin brings',
      path: '',
      run: () => opened((one) => complete(one, samples)),
    },
    ...Object.entries(strategies).flatMap(([name, given]) => strategyTests(name, given, about('strategy', name))),
    ...Object.entries(tools).map(([name, given]) =>
      about('tool', name)('answers what its schema admits', async (one) => {
        const tool = one.tool(name);
        const read = compiled<any>(tool.input).read(given);
        if ('problems' in read) throw new Error(`its schema refuses the sample: ${firstOf(read.problems)}`);
        const answer = await tool.use(read.value, { id: 'test-call:tool', signal: new AbortController().signal });
        const admitted = compiled(tool.output ?? {}).read(plain(answer, `what the tool ${name} answers`));
        if ('problems' in admitted)
          throw new Error(`its output schema refuses its answer: ${firstOf(admitted.problems)}`);
      }),
    ),
    ...Object.entries(allocators).map(([name, { options = {}, arms }]) =>
      about('allocator', name)(
        'gives every variant a weight, and one in all; the same for the same chance',
        async (one) => {
          const allocate = async () => {
            const given = { options, random: seeded(7), signal: new AbortController().signal };
            return plain(await one.allocator(name).allocate(arms, given), `what the allocator ${name} answers`);
          };
          const weights = await allocate();
          const sum = arms.reduce((total, { variant }) => total + (weights[variant] ?? Number.NaN), 0);
          const isRight = Math.abs(sum - 1) < 1e-6 && Object.values(weights).every((weight) => weight >= 0);
          if (!isRight || Object.keys(weights).length !== arms.length)
            throw new Error(`the weights ${JSON.stringify(weights)} are not one for each variant that sum to 1`);
          if (JSON.stringify(await allocate()) !== JSON.stringify(weights))
            throw new Error('the same arms and the same `random` give other weights: take chance from `random` alone');
        },
      ),
    ),
  ];
}

async function twice(opened: (work: () => Promise<void>) => Promise<void>): Promise<void> {
  await opened(async () => undefined);
  await opened(async () => undefined);
}

async function complete({ contribution }: Opened, samples: Samples): Promise<void> {
  for (const kind of ['strategies', 'tools', 'allocators'] as const) {
    const missing = (contribution[kind] ?? []).filter(({ name }) => !Object.hasOwn(samples[kind] ?? {}, name));
    if (missing.length > 0)
      throw new Error(`there are no samples of its ${kind} ${missing.map(({ name }) => name).join(', ')}`);
  }
}

/** Uniform in [0, 1): a linear congruential generator with the constants of Numerical Recipes (1992), §7.1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
