import { gauge, type Telemetry } from '@trialogue/telemetry';
import type { Graph } from '../federation/graph';

/** How many of what is open there are now. */
export interface OpenNow {
  readonly graph: Graph;
  readonly subscriptions: () => number;
  readonly webSockets: () => number;
  readonly eventStreams: () => number;
}

/** Shows what a gateway holds. */
export function watchGateway({ registry }: Telemetry, { graph, ...open }: OpenNow): void {
  const show = (name: string, help: string, read: () => number) =>
    gauge(registry, { name, help }, (set) => set(read()));
  show('trialogue_subscriptions_open', 'Subscriptions that are open, through any door.', open.subscriptions);
  show('trialogue_websockets_open', 'WebSockets that are open.', open.webSockets);
  show('trialogue_event_streams_open', 'Server-sent event streams that are open.', open.eventStreams);
  show(
    'trialogue_snapshots_held',
    'Versions of the graph that open subscriptions hold, the current one included.',
    () => graph.holders.held,
  );
  const caches = {
    name: 'trialogue_cache_bytes',
    help: 'Estimated memory of the caches of the current version of the graph.',
    labels: ['cache'],
  } as const;
  gauge<'cache'>(registry, caches, (set) => {
    const { documents, plans } = graph.current.cached;
    set(documents, { cache: 'documents' });
    set(plans, { cache: 'plans' });
  });
}
