import { parsePromptReference, promptVersionOf } from '@trialogue/variant-config/pages';
import type { Known, PushedUpdate } from '../following/known';

/** What a prompt’s name, labels and numbers mean. */
export interface ServedPrompt {
  readonly name: string;
  /** Label → number of the version that it stands on. */
  readonly labels: { readonly [label: string]: number };
  /** Number → hash of its release, of each version that is active. */
  readonly versions: { readonly [number: string]: string };
  /** Numbers of the versions that nobody is to be given any more. */
  readonly archived: readonly number[];
}

/** What the product answers and pushes: all prompts, or those that changed. */
export interface ServedPromptsUpdate extends PushedUpdate {
  readonly complete: boolean;
  readonly prompts: readonly ServedPrompt[];
  /** Names of prompts that are no more. */
  readonly removed: readonly string[];
}

/** Whether something that came over a wire or from a disk can be used. */
export function isServedPromptsUpdate(value: unknown): value is ServedPromptsUpdate {
  const { version, complete, stale, prompts, removed } = (value ?? {}) as Partial<ServedPromptsUpdate>;
  return (
    typeof version === 'string' &&
    typeof complete === 'boolean' &&
    typeof stale === 'boolean' &&
    Array.isArray(prompts) &&
    prompts.every(isServedPrompt) &&
    Array.isArray(removed)
  );
}

function isServedPrompt(value: unknown): value is ServedPrompt {
  const { name, labels, versions, archived } = (value ?? {}) as Partial<ServedPrompt>;
  const areObjects = [labels, versions].every((one) => typeof one === 'object' && one !== null);
  return typeof name === 'string' && areObjects && Array.isArray(archived);
}

/** What names mean, as of the last update. */
export class ServedPrompts implements Known<ServedPromptsUpdate> {
  private readonly prompts = new Map<string, ServedPrompt>();
  private last: PushedUpdate | undefined;

  /** Undefined before the first update. */
  get version(): string | undefined {
    return this.last?.version;
  }

  apply({ version, complete, stale, prompts, removed }: ServedPromptsUpdate): string[] {
    const changed = prompts.filter((one) => JSON.stringify(this.prompts.get(one.name)) !== JSON.stringify(one));
    const named = new Set(prompts.map(({ name }) => name));
    const gone = complete ? [...this.prompts.keys()].filter((name) => !named.has(name)) : removed;
    for (const name of gone) this.prompts.delete(name);
    for (const one of changed) this.prompts.set(one.name, one);
    this.last = { version, stale };
    return [...changed.map(({ name }) => name), ...gone];
  }

  /** All of it as one update; undefined before the first. */
  asUpdate(): ServedPromptsUpdate | undefined {
    return this.last && { ...this.last, complete: true, prompts: [...this.prompts.values()], removed: [] };
  }

  /** The version that `name`, `name@number` or `name@label` means, if it is active. */
  versionOf(written: string): { readonly id: string; readonly hash: string } | undefined {
    const reference = parsePromptReference(written);
    const found = reference && promptVersionOf({ head: (kind, key) => this.head(kind, key) }, reference);
    return found && { id: found.reference, hash: found.hash };
  }

  /** @param id `name@number` */
  isArchived(id: string): boolean {
    const { name, number } = parsePromptReference(id) ?? {};
    return this.prompts.get(name ?? '')?.archived.includes(number ?? 0) ?? false;
  }

  /** The releases in memory of a process of the product, as far as they say what names mean. */
  private head(kind: string, key: string): { readonly hash: string; readonly body: any } | undefined {
    if (kind === 'prompt') {
      const body = this.prompts.get(key);
      return body && { hash: '', body };
    }
    const { name = '', number = 0 } = parsePromptReference(key) ?? {};
    const hash = this.prompts.get(name)?.versions[number];
    return hash === undefined ? undefined : { hash, body: { status: 'ACTIVE' } };
  }
}
