import { SetupError } from '@trialogue/errors';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const patienceMs = 60_000;

/** What the graph refused; `code` is one of the product's error table. */
export class GraphError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A running product, spoken to as a chat UI does: everything over one WebSocket. */
export interface GraphClient {
  /** The data of a query or a mutation. Throws `GraphError`, and `SetupError` when nothing answers. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Record<string, any>>;
  /** Hands over what a subscription brings, until `onEvent` answers true. */
  follow(
    query: string,
    variables: Record<string, unknown>,
    onEvent: (data: Record<string, any>) => boolean,
  ): Promise<void>;
  close(): Promise<void>;
}

/** Connects when it is first asked. `url` is the graph's, over HTTP: `http://127.0.0.1:4000/graphql`. */
export function openGraphClient({ url, key }: { url: string; key?: string }): GraphClient {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: key ? { key } : {},
    connectionAckWaitTimeout: 10_000,
    retryAttempts: 0,
  });
  const follow: GraphClient['follow'] = async (query, variables, onEvent) => {
    const events = client.iterate<Record<string, any>>({ query, variables });
    let late = false;
    const impatience = setTimeout(() => {
      late = true;
      void events.return?.();
    }, patienceMs);
    try {
      for await (const { data, errors } of events) {
        if (errors?.[0]) throw asGraphError(errors[0]);
        if (onEvent(data!)) return;
      }
    } catch (error) {
      throw explained(error, url);
    } finally {
      clearTimeout(impatience);
    }
    if (late) throw new GraphError('NO_ANSWER', `There was no answer within ${patienceMs} ms.`);
    throw new GraphError('NO_ANSWER', 'The graph ended its answer too early.');
  };
  return {
    async ask(query, variables = {}) {
      let answer: Record<string, any> | undefined;
      await follow(query, variables, (data) => {
        answer = data;
        return true;
      });
      return answer!;
    },
    follow,
    close: async () => client.dispose(),
  };
}

const asGraphError = ({ message, extensions }: { message: string; extensions?: { [name: string]: unknown } }) =>
  new GraphError(String(extensions?.code ?? 'UNKNOWN'), message);

/** A socket that does not open reports a close event, or an error of the network. */
function explained(error: unknown, url: string): unknown {
  if (error instanceof GraphError) return error;
  if (Array.isArray(error) && error[0]?.message) return asGraphError(error[0]);
  const { code, reason } = error as { code?: unknown; reason?: string };
  if (code === 4401 || code === 4403)
    return new SetupError(`${url} does not let us in: ${reason}`, 'Set TRIALOGUE_KEY to a key with the scope `admin`.');
  const help = 'Start the product in another terminal (npm start), or set TRIALOGUE_URL to the graph of one that runs.';
  return new SetupError(`${url} does not answer.`, help, { cause: error });
}
