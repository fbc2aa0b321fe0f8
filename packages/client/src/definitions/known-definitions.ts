import type { Known } from '../following/known';
import type { DefinitionsUpdate, ExperimentDefinition } from './definition';

/** The definitions as of the last update. */
export class KnownDefinitions implements Known<DefinitionsUpdate> {
  private readonly definitions = new Map<string, ExperimentDefinition>();
  private last: Pick<DefinitionsUpdate, 'version' | 'stale'> | undefined;

  /** Undefined before the first update. */
  get version(): string | undefined {
    return this.last?.version;
  }

  get(key: string): ExperimentDefinition | undefined {
    return this.definitions.get(key);
  }

  keys(): string[] {
    return [...this.definitions.keys()];
  }

  /** Answers the keys of experiments that are not what they were. */
  apply({ version, complete, stale, experiments, removed }: DefinitionsUpdate): string[] {
    const changed = experiments.filter((one) => this.definitions.get(one.key)?.release !== one.release);
    const named = new Set(experiments.map(({ key }) => key));
    const gone = (complete ? this.keys().filter((key) => !named.has(key)) : removed).filter((key) =>
      this.definitions.delete(key),
    );
    // What is the same release stays the same object: assigning keeps what it has prepared for it.
    for (const one of changed) this.definitions.set(one.key, one);
    this.last = { version, stale };
    return [...changed.map(({ key }) => key), ...gone];
  }

  /** All of it as one update; undefined before the first. */
  asUpdate(): DefinitionsUpdate | undefined {
    return this.last && { ...this.last, complete: true, experiments: [...this.definitions.values()], removed: [] };
  }
}
