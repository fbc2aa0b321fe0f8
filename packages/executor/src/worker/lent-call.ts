import type { Call, Json } from '@trialogue/plugin-api';
import type { Handlers } from './link';

type HostCall = Call<any, any>;

/** What may be asked again by a call that is made again in another worker. What is recorded (`once`) is one. */
export interface LentCall {
  readonly handlers: Handlers;
  /** It has shown something, or done what a second attempt would do twice. */
  hasActed(): boolean;
}

/** Serves a strategy in a worker what it asks of its call. */
export function lentCall(call: HostCall): LentCall {
  let acted = false;
  const acting =
    <Args extends unknown[]>(work: (...args: Args) => unknown) =>
    (args: Args) => {
      acted = true;
      return work(...args);
    };
  const { prompts, models, policies, tools, events } = call;
  return {
    hasActed: () => acted,
    handlers: {
      emit: acting(call.emit),
      run: acting(call.run),
      once: (key: string, asked) => call.once(key, () => asked.ask<Json>('effect')),
      'prompts.render': (args: Parameters<HostCall['prompts']['render']>) => prompts.render(...args),
      'models.generate': ([request]: Parameters<HostCall['models']['generate']>) => {
        acted ||= request.stream === true;
        return models.generate(request);
      },
      'policies.get': (args: Parameters<HostCall['policies']['get']>) => policies.get(...args),
      'policies.call': (policy, asked) => policies.call(policy, () => asked.ask<void>('ask')),
      'tools.list': () => tools.list(),
      'tools.call': acting(tools?.call),
      'events.append': acting(events.append),
      secret: ([name]: [string]) => call.secret(name),
      log: ({ level, data, text }) => call.logger[level as 'info'](data, text),
    },
  };
}
