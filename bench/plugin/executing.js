const { Executor, Plugins } = require('@trialogue/executor');
const { createModels } = require('@trialogue/models');

const logger = { info: () => {}, warn: () => {}, error: console.error };
const unused = () => {
  throw new Error('a strategy of this benchmark asks for nothing');
};

/** An executor whose one plugin runs in a `process`, a `worker` or `none` (this process); `execute(strategy)` resolves to the length of its text. */
exports.executing = async function executing(isolation) {
  const plugins = new Plugins(
    { projectRoot: __dirname, secret: unused, logger },
    { mountable: async () => new Map(), mount: () => {}, users: async () => [], publish: async () => {} },
  );
  const [{ problem }] = await plugins.load([{ path: 'plugin', options: {}, secrets: [], isolation }]);
  if (problem) throw new Error(problem);
  const executor = new Executor({
    ...{ plugins, clock: () => new Date(), models: createModels({ logger }) },
    releases: { get: unused, head: unused, fresh: unused },
    events: { check: unused },
  });
  let calls = 0;
  const execute = async (strategy) => {
    let parts = 0;
    calls += 1;
    const record = await executor.execute({
      ...{ id: `bench:${calls}`, unit: 'ana', attributes: {}, signal: new AbortController().signal, logger },
      plan: { strategy, config: {}, pins: {} },
      input: { text: 'What could I cook for two this evening?' },
      ledger: { begin: unused, done: unused },
      emit: async () => {
        parts += 1;
      },
    });
    if (record.outcome !== 'COMPLETED') throw record.error;
    if (parts !== (strategy === 'parts' ? 50 : 0)) throw new Error(`${strategy} emitted ${parts} parts`);
    return record.output.length;
  };
  return { execute, close: () => plugins.close() };
};
