import { createHash } from 'node:crypto';
import { Lifetime } from '@trialogue/mlflow';
import type { Call, Host, Json, Policy } from '@trialogue/plugin-api';
import { compared, isTold, type Outcome } from './compare';
import { EventQueue } from './event-queue';

/** Challengers that are asked at the same time, over all calls; calls beyond that go without. */
const mostAtOnce = 32;

type ShadowCall = Pick<Call<unknown, unknown>, 'id' | 'unit' | 'arm' | 'now' | 'logger'>;

/**
 * Challengers that are asked what a champion is asked, beside it: never served, and never waited for. What both said is an
 * event `shadow_scored`.
 */
export class Shadows {
  private readonly queue: EventQueue;
  private readonly running = new Set<Promise<void>>();
  private readonly lifetime: Lifetime;

  constructor(host: Pick<Host, 'graph' | 'logger' | 'signal'>) {
    this.queue = new EventQueue(host);
    this.lifetime = new Lifetime(host.signal);
  }

  /** Whether a call is among the share of those with a shadow; for a call that is repeated, the same. */
  takes(call: Pick<ShadowCall, 'id'>, share = 1): boolean {
    return createHash('sha256').update(`shadow ${call.id}`).digest().readUInt32BE() / 2 ** 32 < share;
  }

  /**
   * Asks the challenger and, once both have answered or failed, records how they compare; not what was cut short. Never
   * throws.
   *
   * @param what both are asked: a call may ask several things
   * @param asks asks the challenger, under a signal that outlives the call
   */
  score(
    call: ShadowCall,
    champion: { readonly policy: Policy; readonly outcome: Promise<Outcome> },
    challenger: Policy,
    what: object,
    asks: (signal: AbortSignal) => Promise<Json>,
  ): void {
    if (this.running.size >= mostAtOnce) return;
    const scored = Promise.all([champion.outcome, outcomeOf(() => this.lifetime.during(asks))])
      .then(([its, other]) => {
        if (!isTold(its) || !isTold(other)) return;
        this.queue.add({
          id: `${call.id}/shadow/${hashOf([champion.policy.reference, challenger.reference, what])}`,
          type: 'shadow_scored',
          unit: call.unit,
          at: call.now,
          ...(call.arm && { arm: call.arm.hash }),
          data: compared(champion.policy, its, challenger, other),
        });
      })
      .catch((error) => call.logger.error({ err: error }, 'A shadow cannot be compared.'))
      .finally(() => this.running.delete(scored));
    this.running.add(scored);
  }

  /** Resolves when everything that was begun is recorded. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
    await this.queue.empty();
  }
}

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** Never throws. */
export async function outcomeOf(ask: () => Promise<Json>): Promise<Outcome> {
  const start = performance.now();
  try {
    const answer = await ask();
    return { answer, latencyMs: performance.now() - start };
  } catch (error) {
    return { error, latencyMs: performance.now() - start };
  }
}
