import type { Release, Store } from '@trialogue/store';
import { headChanges } from '@trialogue/subgraph';
import type { PromptBody, PromptVersionBody } from '@trialogue/variant-config';
import type { ServedPrompt, ServedPrompts } from './served-prompts';

/** Tells what the names of prompts mean, and each change of it. A prompt's head moves with every version of it. */
export class ServedPromptsService {
  constructor(
    private readonly releases: Pick<
      Store['releases'],
      'head' | 'heads' | 'changedSince' | 'position' | 'stale' | 'onHead' | 'refresh' | 'fresh'
    >,
  ) {}

  /** As of now. */
  async read(): Promise<ServedPrompts> {
    await this.releases.fresh();
    return this.now();
  }

  /** At once what there is, or what has changed since `after`; then what changes. Throws CURSOR_INVALID. */
  changes(after: string | undefined, signal: AbortSignal): Promise<AsyncIterableIterator<ServedPrompts>> {
    const { releases } = this;
    const since = (position: string | undefined) => this.since(position);
    return headChanges({ releases, kind: 'prompt', wanted: () => true, since }, after, signal);
  }

  private now(): ServedPrompts {
    const prompts = this.releases.heads<PromptBody>('prompt').map((one) => this.served(one));
    return { ...this.place(), complete: true, prompts, removed: [] };
  }

  private since(position: string | undefined): ServedPrompts | undefined {
    const moved = position === undefined ? undefined : this.releases.changedSince<PromptBody>('prompt', position);
    if (!moved) return this.now();
    if (moved.size === 0) return undefined;
    const changed = [...moved];
    return {
      ...this.place(),
      complete: false,
      prompts: changed.flatMap(([, release]) => (release ? this.served(release) : [])),
      removed: changed.flatMap(([name, release]) => (release ? [] : name)),
    };
  }

  private served({ body: { name, labels, versions } }: Release<PromptBody>): ServedPrompt {
    const all = Object.keys(versions).flatMap((number) => {
      const head = this.releases.head<PromptVersionBody>('prompt_version', `${name}@${number}`);
      return head ? { number, hash: head.hash, status: head.body.status } : [];
    });
    const of = (wanted: PromptVersionBody['status']) => all.filter(({ status }) => status === wanted);
    return {
      name,
      labels,
      versions: Object.fromEntries(of('ACTIVE').map(({ number, hash }) => [number, hash])),
      archived: of('ARCHIVED').map(({ number }) => Number(number)),
    };
  }

  private place(): Pick<ServedPrompts, 'version' | 'stale'> {
    return { version: this.releases.position, stale: this.releases.stale };
  }
}
