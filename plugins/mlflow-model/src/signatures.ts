import { type MlflowRegistry, type Signature } from '@trialogue/mlflow';
import type { Logger, Policy } from '@trialogue/plugin-api';
import { modelOf } from './scoring/served';

/** How long a call waits for a signature that nobody has asked for yet; without, it is not checked. */
const patienceMs = 500;
/** How long a registry that did not answer is left alone. */
const restMs = 30_000;
const mostKept = 500;

/** What models say that they take. A version's never changes, so each is asked for once; who has it knows it while the registry is away. */
export class Signatures {
  private readonly kept = new Map<string, Promise<Signature | null>>();
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
    let asked = this.kept.get(key);
    if (!asked) {
      if (this.clock() < this.restsUntil) return undefined;
      asked = this.registry.signature(model.name, model.version).then((signature) => signature ?? null);
      asked.catch((error) => this.silent(key, error));
      if (this.kept.size >= mostKept) this.kept.delete(this.kept.keys().next().value!);
      this.kept.set(key, asked);
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, patienceMs, null);
    });
    const signature = await Promise.race([asked.catch(() => null), late]);
    clearTimeout(timer);
    return signature ?? undefined;
  }

  private silent(key: string, error: unknown): void {
    this.kept.delete(key);
    this.restsUntil = this.clock() + restMs;
    this.logger.warn(
      { err: error, model: key },
      'MLflow’s registry does not tell a signature: inputs are checked by the policy alone.',
    );
  }
}
