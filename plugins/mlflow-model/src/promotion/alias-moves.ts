import { MlflowError, type MlflowRegistry } from '@trialogue/mlflow';
import type { Logger } from '@trialogue/plugin-api';
import type { Held, Kept, Ledger } from './ledger';
import { type ExperimentFacts, type Promotion, type Snapshot, withAct } from './promotion';
import { refusals } from './refusals';

/** Who completes and rolls back without being asked. */
export const itself = 'plugin:mlflow-model';
/** Of a tag of a model version (MLflow: `MAX_MODEL_REGISTRY_TAG_VALUE_LENGTH`, of older servers). */
const longestTag = 5_000;

export interface Moving {
  readonly ledger: Ledger;
  readonly registry: MlflowRegistry;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Tells the run of a model version (`name/version`) what it brought in an experiment. */
  readonly logOnline: (facts: ExperimentFacts, id: string) => Promise<unknown>;
}

/**
 * Moves aliases exactly once, whichever step a process dies at: the intention is written before MLflow is asked, what has
 * become of it is read from MLflow, and one process at a time holds an alias.
 */
export class AliasMoves {
  constructor(private readonly given: Moving) {}

  /**
   * Writes what is to be done, does it, and answers the promotion as it is then: still PROMOTING or ROLLING_BACK when
   * MLflow did not answer, to be completed by `completeLeft`. Throws PROMOTION_BUSY, PROMOTION_ALIAS_MOVED, and
   * PROMOTION_STATE when it was changed meanwhile.
   */
  async begin(kept: Kept, next: Promotion): Promise<Promotion> {
    const { ledger } = this.given;
    const { promotion } = kept;
    const held = await ledger.hold(promotion);
    if (!held) throw refusals.busy(promotion.model, promotion.alias);
    let begun: Kept | null;
    let release = ledger.free;
    try {
      const { before } = goalOf(next);
      const now = await this.standing(promotion);
      if (now !== before) throw refusals.aliasMoved(movedReason(promotion, before, now));
      release = ledger.leave; // where the answer is lost it may be written: whoever looks next finds out
      begun = await ledger.write(kept, next);
      if (!begun) {
        release = ledger.free;
        throw await this.changed(promotion.id);
      }
    } catch (error) {
      await release(held);
      throw error;
    }
    return this.complete(begun, held);
  }

  /** Completes what was left in the middle, by this process or another one. */
  async completeLeft(signal?: AbortSignal): Promise<void> {
    const { ledger, logger } = this.given;
    for (const id of await ledger.left()) {
      if (signal?.aborted) return;
      await this.completeOne(id).catch((error) => {
        if (!signal?.aborted)
          logger.error({ err: error, promotion: id }, 'A promotion that was left in the middle cannot be completed.');
      });
    }
  }

  private async completeOne(id: string): Promise<void> {
    const { ledger, logger } = this.given;
    const kept = await ledger.get(id);
    const held = kept && (await ledger.hold(kept.promotion));
    if (!held) return;
    // Read again: until it was held another process may have completed it, and moved the alias since.
    const done = await this.complete((await ledger.get(id)) ?? kept, held);
    logger.info({ promotion: id, status: done.status }, 'A promotion was left in the middle.');
  }

  private async complete(kept: Kept, held: Held): Promise<Promotion> {
    const { ledger, logger } = this.given;
    const { promotion } = kept;
    if (!isMoving(promotion)) {
      await ledger.free(held);
      return promotion;
    }
    try {
      const done = await this.move(promotion);
      if (done.status === 'PROMOTED' && done.watch) await ledger.watch(done.id);
      const written = await ledger.write(kept, done);
      await ledger.free(held);
      return written?.promotion ?? (await ledger.get(promotion.id))!.promotion;
    } catch (error) {
      await ledger.leave(held);
      if (!(error instanceof MlflowError)) throw error;
      logger.warn({ err: error, promotion: promotion.id }, 'A promotion is not completed yet.');
      return { ...promotion, reason: `MLflow does not answer (${error.message}): it is completed as soon as it does` };
    }
  }

  /** What becomes of it. Throws an MlflowError when MLflow does not answer. */
  private async move(promotion: Promotion): Promise<Promotion> {
    const { registry, now } = this.given;
    const { model, alias } = promotion;
    const { before, after, done } = goalOf(promotion);
    const at = now().toISOString();
    const ends = (reason: string) => {
      const rolls = promotion.status === 'ROLLING_BACK';
      const act = { act: 'FAIL', by: itself, at, comment: reason } as const;
      return withAct(promotion, act, { status: rolls ? 'PROMOTED' : 'FAILED', reason });
    };
    try {
      const stands = await this.standing(promotion);
      if (stands !== before && stands !== after) return ends(movedReason(promotion, before, stands));
      if (stands !== after) {
        if (after === null) await registry.deleteAlias(model, alias);
        else await registry.setAlias(model, alias, after);
      }
      await this.tell(promotion, done);
    } catch (error) {
      if (!(error instanceof MlflowError) || error.isSilence) throw error;
      return ends(`MLflow refused it: ${error.message}`);
    }
    const act = { act: done === 'PROMOTED' ? 'PROMOTE' : 'ROLLED_BACK', by: itself, at, comment: null } as const;
    return withAct(promotion, act, { status: done, reason: done === 'PROMOTED' ? null : promotion.reason });
  }

  /** Says it on the model version, too; what was logged twice is there once. */
  private async tell(promotion: Promotion, status: string): Promise<void> {
    const { registry, logger, logOnline } = this.given;
    const { id, model, version, alias, history, snapshot } = promotion;
    const approval = history.findLast(({ act }) => act === 'APPROVE');
    const tags = {
      promotion: id,
      alias,
      status,
      ...(approval && { approved_by: approval.by, approved_at: approval.at }),
      snapshot: snapshotTag(snapshot),
    };
    try {
      for (const [key, value] of Object.entries(tags))
        await registry.setVersionTag(model, version, { key: `trialogue.${key}`, value: value.slice(0, longestTag) });
      if (snapshot.experiment) await logOnline(snapshot.experiment, `${model}/${version}`);
    } catch (error) {
      if (!(error instanceof MlflowError) || error.isSilence) throw error;
      logger.warn({ err: error, promotion: id }, 'MLflow refused what a promotion tells it.'); // the alias has moved
    }
  }

  /** The version that the alias stands for now. */
  private async standing({ model, alias }: Promotion): Promise<string | null> {
    const found = await this.given.registry.model(model);
    return found?.aliases?.find((one) => one.alias === alias)?.version ?? null;
  }

  private async changed(id: string) {
    const kept = await this.given.ledger.get(id);
    return refusals.state(id, kept?.promotion.status ?? 'gone', 'changed by two at once');
  }
}

/** As JSON, with as much of it as a tag holds. */
function snapshotTag({ at, metrics, experiment }: Snapshot): string {
  const decided = experiment && { ...experiment, variants: [] };
  const shorter = [{ at, metrics, experiment }, { at, experiment }, { at, experiment: decided }, { at }];
  return shorter.map((one) => JSON.stringify(one)).find(({ length }) => length <= longestTag)!;
}

export const isMoving = ({ status }: Promotion): boolean => status === 'PROMOTING' || status === 'ROLLING_BACK';

/** From which version to which the alias goes, and what the promotion is then. */
function goalOf({ status, from, version }: Promotion) {
  return status === 'ROLLING_BACK'
    ? ({ before: version, after: from, done: 'ROLLED_BACK' } as const)
    : ({ before: from, after: version, done: 'PROMOTED' } as const);
}

const movedReason = ({ model, alias }: Promotion, before: string | null, now: string | null): string =>
  `The alias ${alias} of ${model} stands for ${now ? `version ${now}` : 'no version'} now, not for ${before ? `version ${before}` : 'none'} as it did`;
