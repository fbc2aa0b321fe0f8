import { MlflowError } from '@trialogue/mlflow';

const most = 1_000;

/** What MLflow said last of each thing that was asked for: told on, and called stale, while it does not answer. */
export class LastKnown<Value extends object> {
  private readonly values = new Map<string, Value>();

  /** @param ask undefined: there is no such thing */
  constructor(private readonly ask: (key: string) => Promise<Value | undefined>) {}

  /** Throws an MlflowError when nothing is known. Null: there is no such thing. */
  async get(key: string): Promise<{ readonly value: Value; readonly stale: boolean } | null> {
    try {
      const value = await this.ask(key);
      this.values.delete(key);
      if (value === undefined) return null;
      this.values.set(key, value);
      if (this.values.size > most) this.values.delete(this.values.keys().next().value!);
      return { value, stale: false };
    } catch (error) {
      const value = this.values.get(key);
      if (!(error instanceof MlflowError) || !error.isSilence || value === undefined) throw error;
      return { value, stale: true };
    }
  }
}
