import { setTimeout as pause } from 'node:timers/promises';
import { type StreamEvent, streamDocument } from './chat';
import { askAt, type Deployment } from './deployment';
import { overWebSocket, type Way } from './ways';

const patienceMs = 120_000;
const pauseMs = 100;

/**
 * Asks until there is an answer that is no passing one: by another gateway after a broken connection, and again after an
 * error that says `retryable`. Mutations carry a client's id, so asking twice is safe.
 */
export async function askUntilAnswered(deployment: Deployment, query: string, variables: object): Promise<any> {
  const end = Date.now() + patienceMs;
  let last: unknown;
  for (let attempt = 0; Date.now() < end; attempt++) {
    const urls = deployment.gateways;
    const answer = await askAt(urls[attempt % urls.length]!, query, variables).catch((error) => {
      last = error;
      return undefined;
    });
    if (answer && !answer.errors) return answer.data;
    if (answer) last = answer.errors;
    if (answer?.errors?.some(({ extensions }) => !extensions.retryable)) break;
    await pause(pauseMs);
  }
  throw new Error(`No answer to ${query.slice(0, 60)}: ${JSON.stringify(last)} ${last}`);
}

/** Follows a conversation through whatever happens to its gateway: on again from the last cursor, until it is left. */
export class Follower {
  readonly events: StreamEvent[] = [];
  /** Why it had to begin again, each time. */
  readonly interruptions: string[] = [];
  private readonly leaving = new AbortController();
  private readonly following: Promise<void>;

  constructor(
    private readonly gateways: () => readonly string[],
    private readonly conversation: string,
    private cursor: string,
    private readonly way: Way = overWebSocket,
  ) {
    this.following = this.follow();
  }

  /** How many turns it has seen the end of. */
  get ends(): number {
    return this.events.filter(({ __typename }) => /^Message(Completed|Failed)$/.test(__typename)).length;
  }

  async leave(): Promise<void> {
    this.leaving.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    const { signal } = this.leaving;
    for (let attempt = 0; !signal.aborted; attempt++) {
      const urls = this.gateways();
      const url = urls[attempt % urls.length];
      const why = url ? await this.followAt(url).catch(String) : 'no gateway runs';
      if (signal.aborted) return;
      this.interruptions.push(why);
      await pause(pauseMs);
    }
  }

  /** Answers why it ended. */
  private async followAt(url: string): Promise<string> {
    const connection = this.way(url);
    const variables = { conversation: this.conversation, after: this.cursor };
    const leave = () => connection.cut();
    this.leaving.signal.addEventListener('abort', leave, { once: true });
    try {
      for await (const { data, errors } of connection.iterate(streamDocument, variables)) {
        if (errors) return String(errors[0]!.extensions?.code);
        this.events.push(data!.messageStream);
        this.cursor = data!.messageStream.cursor;
      }
      return 'it was completed';
    } finally {
      this.leaving.signal.removeEventListener('abort', leave);
      connection.cut();
    }
  }
}
