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

export interface CallInside {
  /** The call as the strategy sees it: what is no data of it is asked of the host. */
  readonly call: Call<any, any>;
  /** Resolves when none of its parts is on its way any more, or waits to be. */
  emitted(): Promise<void>;
}

export function callInside(data: CallData, asked: Asked, log: BoundedLog): CallInside {
  const parts = inWindow(mostPartsUnderWay, (part: Part) => asked.ask<void>('emit', [part]));
  const forward =
    (to: string) =>
    (...args: unknown[]): Promise<any> =>
      asked.ask(to, args);
  const call: Call<any, any> = {
    ...data,
    get signal() {
      return asked.signal;
    },
    logger: log.logger((line) => asked.tell('log', line)),
    emit: parts.run,
    once: (key, effect) => asked.ask('once', key, { effect }),
    run: forward('run'),
    prompts: { render: forward('prompts.render') },
    models: { generate: forward('models.generate') },
    policies: { get: forward('policies.get'), call: (policy, ask) => askPolicy(asked, policy, ask) },
    tools: { list: forward('tools.list'), call: forward('tools.call') },
    events: { append: forward('events.append') },
    secret: forward('secret'),
  };
  return { call, emitted: parts.idle };
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

interface Window<Given> {
  /** What it answers may be left alone. */
  run(given: Given): Promise<void>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
}

/** Runs as many at once, the others after them, in order. */
function inWindow<Given>(most: number, work: (given: Given) => Promise<void>): Window<Given> {
  let running = 0;
  const waiting: (() => void)[] = [];
  let onIdle: (() => void)[] = [];
  const ended = () => {
    running -= 1;
    waiting.shift()?.();
    if (running > 0) return;
    for (const tell of onIdle) tell();
    onIdle = [];
  };
  return {
    run(given) {
      const done = new Promise<void>((resolve, reject) => {
        const begin = () => {
          running += 1;
          work(given).finally(ended).then(resolve, reject);
        };
        if (running < most) begin();
        else waiting.push(begin);
      });
      done.catch(() => undefined);
      return done;
    },
    idle: () =>
      new Promise((resolve) => {
        if (running === 0) resolve();
        else onIdle.push(resolve);
      }),
  };
}
