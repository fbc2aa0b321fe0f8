import { DomainError } from '@trialogue/errors';
import { type Leaving, whenAsked } from '../leaving';

/**
 * Runs work that is left behind after `ms`: then it rejects with OPERATION_TIMEOUT, and aborts the work's signal, which
 * is aborted with the outer one too. The signal is made when it is first read: most work never does.
 */
export async function withinTime<T>(ms: number, outer: Leaving, work: (inner: Leaving) => Promise<T>): Promise<T> {
  let controller: AbortController | undefined;
  let late: DomainError | undefined;
  let over = false;
  const pass = () => controller!.abort(outer.signal.reason);
  const inner = whenAsked(() => {
    controller = new AbortController();
    if (late) controller.abort(late);
    else if (outer.signal.aborted) pass();
    else if (!over) outer.signal.addEventListener('abort', pass, { once: true });
    return controller;
  });
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = new DomainError('OPERATION_TIMEOUT', { ms });
      reject(late);
      controller?.abort(late);
    }, ms).unref();
  });
  try {
    return await Promise.race([work(inner), timeUp]);
  } finally {
    over = true;
    clearTimeout(timer);
    if (controller) outer.signal.removeEventListener('abort', pass);
  }
}
