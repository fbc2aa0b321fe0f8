import type { EffectEntry, EffectLedger } from '@trialogue/executor';
import type { Json } from '@trialogue/plugin-api';
import { LeaseLost } from './stop';
import type { Checkpoint } from './turn-steps';

/** An effect ledger whose rows are written only by who may: a statement that finds the right lost touches none. */
export abstract class LeasedLedger implements EffectLedger {
  constructor(
    private readonly checkpoint: Checkpoint,
    /** The work must stop, whatever the strategy does with the error. Any other error is the strategy's to handle. */
    private readonly onLost: (reason: LeaseLost) => void,
  ) {}

  /** Writes down that the effect is begun, unless there is a row of it; answers how many rows it wrote. */
  protected abstract insert(key: string, mayRepeat: boolean): Promise<number>;
  protected abstract find(key: string): Promise<{ readonly done: boolean; readonly answer: Json } | undefined>;
  /** Answers how many rows it changed. */
  protected abstract complete(key: string, answer: string): Promise<number>;

  begin(key: string, mayRepeat: boolean): Promise<EffectEntry> {
    return this.guarded(async () => {
      if ((await this.insert(key, mayRepeat)) > 0) {
        await this.checkpoint('effectBegun');
        return { state: 'NEW' };
      }
      const row = await this.find(key);
      if (!row) throw new LeaseLost();
      return row.done ? { state: 'DONE', answer: row.answer } : { state: 'STARTED' };
    });
  }

  done(key: string, answer: Json): Promise<void> {
    return this.guarded(async () => {
      const json = JSON.stringify(answer) ?? 'null'; // SQL null: never done
      if ((await this.complete(key, json)) === 0) throw new LeaseLost();
      await this.checkpoint('effectDone');
    });
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LeaseLost) this.onLost(error);
      throw error;
    }
  }
}
