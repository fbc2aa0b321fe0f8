import { MlflowError, type MlflowRegistry, type Signature } from '@trialogue/mlflow';
import type { Logger, Policy } from '@trialogue/plugin-api';
import { modelOf } from './scoring/served';

/** How long calls wait for a signature from when it is asked for; without, they are not checked. */
const patienceMs = 500;
/** How long a registry that did not answer is left alone, and one that refused for what it refused. */
const restMs = 30_000;
const mostKept = 500;

/** Of one version. */
interface Entry {
  /** Null: there is none, or it could not be told. */
  readonly known: Promise<Signature | null>;
  /** Resolves when calls have waited for it long enough, all of them together. */
  readonly late: Promise<null>;
  /** When it is asked for again. */
  until: number;
}

/** What models say that they take. A version's never changes, so each is asked for once; who has it knows it while the registry is away. */
export class Signatures {
  private readonly kept = new Map<string, Entry>();
  private restsUntil = 0;

  constructor(
    private readonly registry: Pick<MlflowRegistry, 'signature'> | undefined,
    private readonly logger: Logger,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Undefined: not known, or the model was logged without. */
  async of(model: Policy['model']): Promise<Signature | undefined> {
    if (!this.registry) return undefined;
    const key = modelOf({ model });
    let entry = this.kept.get(key);
    if (!entry || entry.until <= this.clock()) {
      if (this.clock() < this.restsUntil) return undefined;
      entry = this.ask(key, model);
      if (this.kept.size >= mostKept) this.kept.delete(this.kept.keys().next().value!);
      this.kept.set(key, entry);
    }
    return (await Promise.race([entry.known, entry.late])) ?? undefined;
  }

  private ask(key: string, { name, version }: Policy['model']): Entry {
    let timer: NodeJS.Timeout;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, patienceMs, null);
    });
    const known = this.registry!.signature(name, version)
      .then((signature) => signature ?? null)
      .catch((error) => this.untold(key, entry, error))
      .finally(() => clearTimeout(timer));
    const entry: Entry = { known, late, until: Number.POSITIVE_INFINITY };
    return entry;
  }

  /** A registry that is silent is left alone; one that refuses to tell of this model is asked of others. */
  private untold(key: string, entry: Entry, error: unknown): null {
    const restsUntil = this.clock() + restMs;
    if (error instanceof MlflowError && !error.isSilence) entry.until = restsUntil;
    else {
      this.restsUntil = restsUntil;
      if (this.kept.get(key) === entry) this.kept.delete(key);
    }
    this.logger.warn(
      { err: error, model: key },
      'MLflow’s registry does not tell a signature: inputs are checked by the policy alone.',
    );
    return null;
  }
}
