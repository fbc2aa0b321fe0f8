import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from '@trialogue/plugin-api';
import { type AliasMoves, isMoving, itself } from './alias-moves';
import { failuresIn } from './checks';
import { readExperiment } from './experiment-facts';
import type { Ledger } from './ledger';
import { executionsOf, type Promotion, type Watch } from './promotion';
import type { Promotions } from './promotions';

interface Given {
  readonly host: Pick<Host, 'graph' | 'logger' | 'signal'>;
  readonly ledger: Ledger;
  readonly moves: AliasMoves;
  readonly promotions: Promotions;
  readonly now: () => Date;
}

const minuteMs = 60_000;
/** Attempts to roll a promotion back that MLflow refuses. */
const mostTries = 10;

/**
 * Completes what was left in the middle, and rolls back what fails too often, until the host's signal. Every process looks;
 * what it finds is done by one of them.
 */
export async function lookAfter(given: Given, everyMs: number): Promise<void> {
  const { host } = given;
  while (!host.signal.aborted) {
    await look(given).catch((error) => {
      if (!host.signal.aborted) host.logger.warn({ err: error }, 'Promotions could not be looked after.');
    });
    await pause(everyMs, undefined, { signal: host.signal, ref: false }).catch(() => undefined);
  }
}

/** One look at everything. */
export async function look(given: Given): Promise<void> {
  await given.moves.completeLeft(given.host.signal);
  for (const id of await given.ledger.watched()) {
    if (given.host.signal.aborted) return;
    await lookAt(given, id).catch((error) =>
      given.host.logger.warn({ err: error, promotion: id }, 'A promotion could not be looked at.'),
    );
  }
}

async function lookAt(given: Given, id: string): Promise<void> {
  const { ledger, promotions, host, now } = given;
  const promotion = await promotions.find(id);
  if (promotion && isMoving(promotion)) return;
  const since = promotion?.status === 'PROMOTED' ? promotedAt(promotion) : undefined;
  if (!promotion?.watch || since === undefined) return ledger.unwatch(id);
  const reason = breachOf(promotion, promotion.watch, await readExperiment(host, promotion.watch.experiment));
  if (reason) {
    if (triesOf(promotion) >= mostTries) {
      host.logger.error({ promotion: id, reason }, 'A promotion has to be rolled back by hand: MLflow refuses it.');
      return ledger.unwatch(id);
    }
    host.logger.warn({ promotion: id, reason }, 'A promotion is rolled back.');
    const done = await promotions.rollBack(id, itself, reason).catch(async (error) => {
      // It stands for another version already: there is nothing to roll back.
      if (error.code !== 'PROMOTION_ALIAS_MOVED') throw error;
      await ledger.unwatch(id);
    });
    if (done?.status === 'PROMOTED')
      host.logger.warn(
        { promotion: id, reason: done.reason },
        'A promotion could not be rolled back; it is tried again.',
      );
  } else if (now().getTime() > since + promotion.watch.forMinutes * minuteMs) await ledger.unwatch(id);
}

/** Why it has to be rolled back; undefined: it need not. */
function breachOf(promotion: Promotion, watch: Watch, facts: Parameters<typeof executionsOf>[1]): string | undefined {
  const { before = { completions: 0, failures: 0, fallbacks: 0 }, failureRate, minExecutions } = watch;
  const all = executionsOf(promotion, facts);
  const { total, rate, observed } = failuresIn({
    completions: all.completions - before.completions,
    failures: all.failures - before.failures,
    fallbacks: all.fallbacks - before.fallbacks,
  });
  if (total < minExecutions || rate <= failureRate) return undefined;
  return `${observed} executions in ${watch.experiment} have failed since the promotion; at most ${failureRate} of them may`;
}

const triesOf = ({ history }: Promotion): number =>
  history.filter(({ act, by }) => act === 'ROLL_BACK' && by === itself).length;

function promotedAt({ history }: Promotion): number | undefined {
  const act = history.findLast((one) => one.act === 'PROMOTE');
  return act && Date.parse(act.at);
}
