import { withinTime } from '../host';
import type { Call, Strategy } from '../strategy';
import type { Given } from './given';
import { runStrategy } from './run-strategy';

/** Time that a strategy has after its call was aborted. */
const graceMs = 2_000;
const mostPlaces = 20;

/**
 * Runs a strategy once for each service that it asks, aborts the call there, and waits for the strategy itself to end: the
 * host would not, but what goes on costs.
 *
 * @throws Error when it goes on for longer than 2 s
 */
export async function obeysAbort(strategy: Strategy, given: () => Given): Promise<void> {
  const all = await attempt(strategy, given(), Number.POSITIVE_INFINITY);
  for (let place = 0; place < Math.min(all.length, mostPlaces); place += 1) await attempt(strategy, given(), place);
}

/** @returns the services that it asked, in order */
async function attempt(strategy: Strategy, given: Given, place: number): Promise<readonly string[]> {
  const asked: string[] = [];
  const controller = new AbortController();
  const abortsAt = (what: string) => {
    asked.push(what);
    if (asked.length - 1 === place) controller.abort(new Error('the call was aborted by its contract test'));
  };
  let own: Promise<unknown> = Promise.resolve();
  const watched: Strategy = {
    ...strategy,
    execute(call) {
      own = strategy.execute(watching(call, abortsAt));
      return own as Promise<any>;
    },
  };
  const ended = runStrategy(watched, { ...given, signal: controller.signal });
  if (!Number.isFinite(place)) await ended;
  await ended.catch(() => undefined);
  const late = () => {
    const where = `${asked[place]} (service ${place + 1} that it asks)`;
    return new Error(`it goes on ${graceMs} ms after an abort at ${where}: pass \`signal\` to what it waits for`);
  };
  await withinTime(graceMs, new AbortController().signal, late, () => own.then(ignore, ignore));
  return asked;
}

const ignore = () => undefined;

/** The same call, which tells of each service before it is asked. */
function watching(call: Call<any, any>, tell: (what: string) => void): Call<any, any> {
  const told =
    <Args extends unknown[], Answer>(what: string, ask: (...args: Args) => Answer) =>
    (...args: Args): Answer => {
      tell(what);
      return ask(...args);
    };
  const { prompts, models, policies, tools, events } = call;
  return {
    ...call,
    prompts: { render: told('prompts.render', prompts.render) },
    models: { generate: told('models.generate', models.generate) },
    policies: { get: told('policies.get', policies.get), call: told('policies.call', policies.call) as any },
    tools: { list: told('tools.list', tools.list), call: told('tools.call', tools.call) },
    events: { append: told('events.append', events.append) },
    secret: told('secret', call.secret),
    emit: told('emit', call.emit),
    once: told('once', call.once) as any,
    run: told('run', call.run) as any,
  };
}
