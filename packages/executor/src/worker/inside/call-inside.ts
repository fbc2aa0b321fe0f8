import type { Call, Part, Policy } from '@trialogue/plugin-api';
import type { Asked } from '../link';
import type { BoundedLog } from './bounded-log';

/** What of a call is data. */
export type CallData = Pick<
  Call<unknown, unknown>,
  'id' | 'config' | 'input' | 'unit' | 'attributes' | 'arm' | 'conversation' | 'now'
>;

/** Parts that a call has on their way to the host; more wait here, in the plugin's own memory. */
const mostPartsUnderWay = 16;

/** A call inside of its worker. */
export interface CallInside {
  /** As the strategy sees it: what is no data of it is asked of the host. */
  readonly call: Call<any, any>;
  /** Waits for all parts that were emitted until now. Throws what the first of them failed with. */
  emitted(): Promise<void>;
}

export function callInside(data: CallData, asked: Asked, log: BoundedLog): CallInside {
  const forward =
    (to: string) =>
    (...args: unknown[]): Promise<any> =>
      asked.ask(to, args);
  const parts = inWindow(mostPartsUnderWay, (part: Part) => asked.ask<void>('emit', [part]));
  const call: Call<any, any> = {
    ...data,
    get signal() {
      return asked.signal;
    },
    logger: log.logger((line) => asked.tell('log', line)),
    emit: parts.begin,
    once: (key, effect) => asked.ask('once', key, { effect }),
    run: forward('run'),
    prompts: { render: forward('prompts.render') },
    models: { generate: forward('models.generate') },
    policies: { get: forward('policies.get'), call: (policy, ask) => askPolicy(asked, policy, ask) },
    tools: { list: forward('tools.list'), call: forward('tools.call') },
    events: { append: forward('events.append') },
    secret: forward('secret'),
  };
  return { call, emitted: parts.ended };
}

/** What the server answers stays here, for it need not be data: the host hears that it did. */
async function askPolicy<Answer>(asked: Asked, policy: Policy, ask: () => Promise<Answer>): Promise<Answer> {
  let answer: Answer;
  await asked.ask('policies.call', policy, {
    ask: async () => {
      answer = await ask();
    },
  });
  return answer!;
}

interface InWindow<Given> {
  /** What it answers may be left alone. */
  begin(given: Given): Promise<void>;
  /** Waits for all that was begun until now. Throws what the first of it failed with. */
  ended(): Promise<void>;
}

/** Runs as many at once, the others after them, in order. */
function inWindow<Given>(most: number, work: (given: Given) => Promise<void>): InWindow<Given> {
  const waiting: (() => void)[] = [];
  let running = 0;
  let all: Promise<unknown> = Promise.resolve();
  let failed: { readonly error: unknown } | undefined;
  const next = () => {
    running -= 1;
    waiting.shift()?.();
  };
  return {
    begin(given) {
      const done = new Promise<void>((resolve, reject) => {
        const begin = () => {
          running += 1;
          work(given).finally(next).then(resolve, reject);
        };
        if (running < most) begin();
        else waiting.push(begin);
      });
      const settled = done.catch((error) => {
        failed ??= { error };
      });
      all = all.then(() => settled);
      return done;
    },
    async ended() {
      await all;
      if (failed) throw failed.error;
    },
  };
}
