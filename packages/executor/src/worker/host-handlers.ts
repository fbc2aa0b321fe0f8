import type { Host, Logger } from '@trialogue/plugin-api';
import type { Handlers } from './link';

type Args<Work extends (...args: any) => unknown> = Parameters<Work>;

/**
 * Serves a plugin in a worker what it asks of its host outside of a call.
 *
 * @param given undefined until the plugin is set up: only then it is known whose records and rights it has
 */
export function hostHandlers(given: () => Host | undefined, logger: () => Logger): Handlers {
  const host = () => {
    const there = given();
    if (!there) throw new Error('there is no host before setup');
    return there;
  };
  return {
    log: ({ level, data, text }) => logger()[level as 'info'](data, text),
    'host.secret': (args: Args<Host['secret']>) => host().secret(...args),
    'host.graph': (args: Args<Host['graph']>) => host().graph(...args),
    'host.records.get': (args: Args<Host['records']['get']>) => host().records.get(...args),
    'host.records.put': (args: Args<Host['records']['put']>) => host().records.put(...args),
    'host.records.delete': (args: Args<Host['records']['delete']>) => host().records.delete(...args),
    'host.records.list': (args: Args<Host['records']['list']>) => host().records.list(...args),
  };
}
