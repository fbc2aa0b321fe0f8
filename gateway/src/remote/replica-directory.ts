import type { Replica, Replicas } from '@trialogue/store';
import type { Logger } from 'pino';
import type { KeptFile } from './kept-file';

const lookMs = 1_000;
/** How long a replica that could not be reached is passed over, when there is another. */
const avoidMs = 2_000;
/** How long those of a part are asked of which the database lists none any more: several times what one needs to say it lives. */
const lastResortMs = 15_000;

/**
 * Where the parts of the graph are served, as this gateway knows it: what the database said last. While the database is
 * away, that stays, and it is kept on disk for a gateway that starts meanwhile.
 */
export class ReplicaDirectory {
  private live: ReadonlyMap<string, readonly Replica[]> = new Map();
  /** Parts of which nobody is listed any more, and since when. */
  private readonly missing = new Map<string, number>();
  private readonly avoided = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private stop: (() => void) | undefined;
  private turn = 0;
  private written = '';

  constructor(
    private readonly replicas: Pick<Replicas, 'live' | 'onChange'>,
    private readonly kept: KeptFile<readonly Replica[]>,
    private readonly logger: Logger,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Resolves when it has looked once, whether or not anything answered. */
  async start(): Promise<void> {
    this.live = byService((await this.kept.read()) ?? []);
    this.stop = this.replicas.onChange(() => void this.look());
    await this.lookOnAndOn();
  }

  close(): void {
    this.stop?.();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /**
   * Whom to ask, the best first: in turn, those that hold the schema before others, those that answered lately before
   * those that did not.
   */
  choose(service: string, schema: string): readonly Replica[] {
    const all = this.live.get(service) ?? [];
    if (all.length < 2) return all;
    this.turn = (this.turn + 1) % 1_000_000;
    const rank = ({ id, holds }: Replica) => (this.isAvoided(id) ? 2 : 0) + (holds.includes(schema) ? 0 : 1);
    return all
      .map((replica, index) => ({ replica, rank: rank(replica), place: (index + this.turn) % all.length }))
      .sort((a, b) => a.rank - b.rank || a.place - b.place)
      .map(({ replica }) => replica);
  }

  /** Says that a replica could not be reached. */
  failed({ id }: Replica): void {
    if (this.avoided.size > 1_000) this.avoided.clear();
    this.avoided.set(id, this.now() + avoidMs);
  }

  private isAvoided(id: string): boolean {
    return (this.avoided.get(id) ?? 0) > this.now();
  }

  private async lookOnAndOn(): Promise<void> {
    await this.look();
    if (this.stop) this.timer = setTimeout(() => void this.lookOnAndOn(), lookMs).unref();
  }

  private async look(): Promise<void> {
    try {
      const live = byService(await this.replicas.live());
      this.live = new Map([...this.lastResorts(live), ...live]);
      await this.keep();
    } catch (error) {
      this.logger.debug({ err: error }, 'The replicas of subgraphs cannot be looked up at the moment.');
    }
  }

  private async keep(): Promise<void> {
    const all = [...this.live.values()].flat();
    const text = JSON.stringify(all);
    if (text === this.written) return;
    this.written = text;
    await this.kept.write(all);
  }

  /** After an outage the database lists nobody until each has spoken again; until then it is those known before. */
  private lastResorts(live: ReadonlyMap<string, unknown>): [string, readonly Replica[]][] {
    for (const service of live.keys()) this.missing.delete(service);
    return [...this.live].filter(([service]) => {
      if (live.has(service)) return false;
      const since = this.missing.get(service) ?? this.now();
      this.missing.set(service, since);
      return this.now() - since < lastResortMs;
    });
  }
}

function byService(replicas: readonly Replica[]): Map<string, Replica[]> {
  const all = new Map<string, Replica[]>();
  for (const replica of replicas) all.set(replica.service, [...(all.get(replica.service) ?? []), replica]);
  return all;
}
