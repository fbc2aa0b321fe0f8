import { setTimeout as pause } from 'node:timers/promises';
import { type StreamEvent, sendDocument, streamDocument } from './chat';
import { isEnd } from './follow-over';
import { type Product, startProduct } from './product';
import { overWebSocket } from './ways';

/** Processes of one product, of which some are killed and started again for as long as it is told. */
export class Targets {
  kills = 0;
  private shooting = true;

  private constructor(
    private readonly processes: Product[],
    private readonly startAgain: () => Promise<Product>,
  ) {}

  static async start(count: number, env: NodeJS.ProcessEnv, root: string) {
    const first = await startProduct(env, root);
    const startAgain = () => startProduct({ ...env, DATABASE_URL: first.databaseUrl }, root);
    const others = await Promise.all(Array.from({ length: count - 1 }, startAgain));
    return Object.assign(new Targets([first, ...others], startAgain), { databaseUrl: first.databaseUrl });
  }

  /** One of them, dead or alive. */
  any(): Product {
    return this.processes[Math.floor(Math.random() * this.processes.length)]!;
  }

  /** Kills one, or sometimes all at once, and starts as many again, until it is stopped. */
  async shoot(meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
    while (this.shooting) {
      await pause(500 + Math.random() * 2_500);
      const one = Math.floor(Math.random() * this.processes.length);
      const hit = Math.random() < 0.2 ? [...this.processes.keys()] : [one];
      await Promise.all(hit.map((index) => this.processes[index]!.end('SIGKILL')));
      this.kills += hit.length;
      await meanwhile();
      await Promise.all(
        hit.map(async (index) => {
          this.processes[index] = await this.startAgain();
        }),
      );
    }
  }

  /** Those that are killed already come back. */
  stop(): void {
    this.shooting = false;
  }
}

export type Ended = 'COMPLETED' | 'FAILED';

/** Sends messages one after the other, each again and again under its id, until its turn is known to have ended. */
export async function talk(
  targets: Targets,
  conversation: string,
  texts: readonly string[],
  paceMs: number,
): Promise<Ended[]> {
  const ends: Ended[] = [];
  for (const [index, text] of texts.entries()) {
    await pause(Math.random() * paceMs);
    const input = { conversation, text, clientMessageId: `m${index}` };
    for (let status: Ended | undefined; ends.length === index; await pause(status ? 0 : 50)) {
      const answer = await targets
        .any()
        .graph(sendDocument, { input })
        .catch(() => undefined);
      status = ['COMPLETED', 'FAILED'].find((end) => end === answer?.data?.sendMessage?.status) as Ended | undefined;
      if (status) ends.push(status);
    }
  }
  return ends;
}

/** A conversation's stream at whichever process there is, resumed wherever it breaks, until that turn has ended in it. */
export async function followThrough(
  targets: Targets,
  conversation: string,
  after: string,
  lastTurn: number,
): Promise<StreamEvent[]> {
  const seen: StreamEvent[] = [];
  for (;;) {
    const connection = overWebSocket(targets.any().url);
    const variables = { conversation, after: seen.at(-1)?.cursor ?? after };
    try {
      for await (const { data, errors } of connection.iterate(streamDocument, variables)) {
        if (errors) break;
        seen.push(data.messageStream);
        if (isEnd(data.messageStream) && turnOf(data.messageStream) >= lastTurn) return seen;
      }
    } catch {
      // It was killed, or is not there yet.
    } finally {
      connection.cut();
    }
    await pause(50);
  }
}

/** The number of the turn that ends with it. */
export const turnOf = ({ message, messageId }: StreamEvent): number =>
  Number((message?.id ?? messageId ?? '').split(':')[1]);
