import { LRUCache } from 'lru-cache';
import type { Graph } from '../graph/graph';
import { unreachable } from '../graph/refusal';
import { within } from '../pause';
import { ownError, TrialogueError } from '../trialogue-error';
import { isPromptMaterial, type KnownMaterial, type PromptMaterial } from './material';

const document = `query PromptMaterials($of: [PromptMaterialInput!]!) { promptMaterials(of: $of) {
  material { promptVersion { id } pins version model { provider name id } params responseSchema }
  error { code message help retryable } } }`;

/** What the product takes at once. */
const mostAtOnce = 100;

/** A variant that a release of its experiment gives, and how it behaves. */
export interface ReleasedVariant {
  readonly experiment: string;
  readonly release: string;
  readonly variant: string;
  readonly arm: string;
}

export interface MaterialLimits {
  readonly entries: number;
  /** Characters, as JSON. */
  readonly characters: number;
  /** How long material that is not here is waited for. */
  readonly waitMs: number;
}

/** What is asked of the product for one that is not here. */
interface Wanted {
  readonly key: string;
  readonly of: { readonly release: string; readonly variant: string } | { readonly version: string };
  settle(outcome: Promise<PromptMaterial>): void;
}

type Outcome =
  | { readonly material: PromptMaterial; readonly error: null }
  | { readonly material: null; readonly error: { code: string; message: string; help: string; retryable: boolean } };

/**
 * Prompts’ material: what was asked for last is here, for it never changes. The rest is asked for, once for all who wait
 * for the same, and in one request for what is wanted at the same moment.
 */
export class Materials {
  private readonly known: LRUCache<string, KnownMaterial>;
  private readonly loading = new Map<string, Promise<PromptMaterial>>();
  private gathered: Wanted[] = [];

  constructor(
    private readonly graph: Graph,
    private readonly signal: AbortSignal,
    private readonly limits: MaterialLimits,
    private readonly learnt: () => void,
  ) {
    const { entries, characters } = limits;
    const sizeCalculation = (value: KnownMaterial) => JSON.stringify(value).length;
    this.known = new LRUCache({ max: entries, maxSize: characters, sizeCalculation });
  }

  /**
   * What a variant renders. It is cached by the arm, which pins it. In another release of the experiment the version may
   * be called otherwise, though it does the same: so it is asked for again, and taken from before if nobody answers.
   *
   * @param isAway the product is known not to answer
   * @throws TrialogueError what the product refuses, or UNREACHABLE
   */
  ofVariant(given: ReleasedVariant, isAway: boolean): PromptMaterial | Promise<PromptMaterial> {
    const { release, variant } = given;
    const key = armKey(given);
    const known = this.known.get(key);
    if (known && (isAway || known.release === release)) return known.material;
    const loaded = this.load(key, { release, variant }, release);
    if (!known) return loaded;
    return loaded.catch((error) => {
      if (fromNowhere.has(unreachable(error).code)) return known.material;
      throw error;
    });
  }

  /** What a version renders, by the hash of its release. @throws as `ofVariant` */
  ofVersion(version: string): PromptMaterial | Promise<PromptMaterial> {
    return this.known.get(version)?.material ?? this.load(version, { version });
  }

  /** Asks for what is not here, of as many as are cached; whoever needs it finds out what is wrong with it. */
  prefetch(variants: readonly ReleasedVariant[]): void {
    for (const one of variants.slice(0, this.limits.entries)) {
      const known = this.known.peek(armKey(one));
      if (known?.release !== one.release) this.ask(armKey(one), one, one.release).catch(() => {});
    }
  }

  /** The last used first. */
  entries(): (readonly [key: string, known: KnownMaterial])[] {
    return [...this.known.entries()];
  }

  /** @param entries the last used first */
  restore(entries: readonly (readonly [key: string, known: KnownMaterial])[]): void {
    for (const [key, known] of [...entries].reverse()) this.known.set(key, frozen(known));
  }

  private async load(key: string, of: Wanted['of'], release?: string): Promise<PromptMaterial> {
    const { waitMs } = this.limits;
    const material = await within(waitMs, this.ask(key, of, release));
    if (material) return material;
    throw ownError('UNREACHABLE', { reason: `the prompt did not come within ${waitMs} ms` });
  }

  private ask(key: string, of: Wanted['of'], release?: string): Promise<PromptMaterial> {
    const asked = `${release} ${key}`;
    const loading = this.loading.get(asked) ?? this.gather(asked, key, of, release);
    this.loading.set(asked, loading);
    return loading;
  }

  private async gather(asked: string, key: string, of: Wanted['of'], release?: string): Promise<PromptMaterial> {
    try {
      const material = await new Promise<PromptMaterial>((settle) => {
        if (this.gathered.length === 0) queueMicrotask(() => this.send());
        this.gathered.push({ key, of, settle });
      });
      this.known.set(key, frozen({ ...(release !== undefined && { release }), material }));
      this.learnt();
      return material;
    } finally {
      this.loading.delete(asked);
    }
  }

  private send(): void {
    const all = this.gathered;
    this.gathered = [];
    for (let from = 0; from < all.length; from += mostAtOnce) {
      const some = all.slice(from, from + mostAtOnce);
      const answer = this.outcomes(some.map(({ of }) => of));
      for (const [index, { settle }] of some.entries()) settle(answer.then((outcomes) => materialOf(outcomes[index])));
    }
  }

  private async outcomes(of: readonly Wanted['of'][]): Promise<readonly Outcome[]> {
    const asked = of.map((one) =>
      'version' in one ? { version: one.version } : { release: one.release, variant: one.variant },
    );
    const data = await this.graph.ask({ query: document, variables: { of: asked } }, this.signal);
    return data.promptMaterials;
  }
}

const armKey = ({ arm, experiment, variant }: ReleasedVariant): string => `${arm}\0${experiment}\0${variant}`;

function materialOf(outcome: Outcome | undefined): PromptMaterial {
  if (outcome?.error) throw new TrialogueError(outcome.error);
  if (isPromptMaterial(outcome?.material)) return outcome.material;
  throw ownError('UNREACHABLE', { reason: 'something answers what is no prompt' });
}

/** The product, or its database, is away: what was known before is all that there is. */
const fromNowhere = new Set(['UNREACHABLE', 'STORE_UNAVAILABLE']);

/** It is handed to applications, and is everybody’s. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
