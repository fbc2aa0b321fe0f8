import { DomainError } from '@trialogue/errors';
import type { Running } from '@trialogue/executor';
import type { RequestContext } from '@trialogue/subgraph';

export interface PluginCall {
  readonly plugin: string;
  /** `Type.field` */
  readonly field: string;
  readonly request: RequestContext;
  /** Counts it, so that the plugin is not stopped under it. */
  readonly running: Pick<Running, 'during'>;
}

/** For an answer; a subscription may last. */
const limitMs = 30_000;

/**
 * Calls a plugin's function. What it answers at once is answered at once; a promise is waited for until its time is over or
 * the request is, and then left alone, its signal aborted.
 *
 * @param work gets the signal of this call, which is made when it is asked for
 */
export function callPlugin(call: PluginCall, work: (signal: () => AbortSignal) => unknown): unknown {
  const { request, running } = call;
  let own: AbortController | undefined;
  const signal = () => {
    own ??= new AbortController();
    return AbortSignal.any([own.signal, request.signal]);
  };
  const answer = work(signal);
  if (!isPromise(answer)) return answer;
  return running.during(() => answerInTime(call, answer, (reason) => own?.abort(reason)));
}

function answerInTime(
  { plugin, field, request }: PluginCall,
  answer: PromiseLike<unknown>,
  abort: (why: unknown) => void,
) {
  const { signal } = request;
  return new Promise<unknown>((resolve, reject) => {
    const giveUp = (reason: unknown) => {
      settled();
      abort(reason);
      reject(reason);
    };
    const gone = () => giveUp(signal.reason);
    const over = () => giveUp(new DomainError('PLUGIN_TIMEOUT', { plugin, field, ms: limitMs }));
    const timer = setTimeout(over, limitMs);
    const settled = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', gone);
    };
    signal.addEventListener('abort', gone, { once: true });
    answer.then(
      (value) => {
        settled();
        resolve(value);
      },
      (error) => {
        settled();
        reject(error);
      },
    );
    if (signal.aborted) gone();
  });
}

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
