import { Kept } from '../following/kept';
import type { Host } from '../host';
import { later } from '../pause';
import type { TrialogueError } from '../trialogue-error';
import { isPromptMaterial, type KnownMaterial } from './material';
import type { Materials } from './materials';
import { isServedPromptsUpdate, type ServedPrompts, type ServedPromptsUpdate } from './served-prompts';

/** What is kept under the definitions’ name and this. */
const part = '.prompts';

type Entry = readonly [key: string, known: KnownMaterial];

interface Content {
  readonly served?: ServedPromptsUpdate;
  readonly materials: readonly Entry[];
}

export interface KeptPromptsOptions {
  readonly url: string;
  readonly keep?: string;
  readonly host: Host;
  readonly served: ServedPrompts;
  readonly materials: Materials;
  /** Others that change meanwhile are written together. */
  readonly gatherMs: number;
  failed(error: TrialogueError): void;
}

/** What names meant last, and the material that was used last: as much as may be kept. */
export class KeptPrompts {
  private readonly kept: Kept<Content>;
  private cancel: (() => void) | undefined;

  constructor(private readonly options: KeptPromptsOptions) {
    const { url, keep, host, failed } = options;
    this.kept = new Kept({ url }, (problem) => host.keep(keep, problem, part), failed);
  }

  /** Puts the kept material where it was, and answers what names meant. */
  restore(): ServedPromptsUpdate | undefined {
    const { served, materials } = this.kept.read() ?? {};
    if (!isServedPromptsUpdate(served) || !Array.isArray(materials)) return undefined;
    this.options.materials.restore(materials.filter(isEntry));
    return served;
  }

  /** Soon. */
  write(): void {
    this.cancel ??= later(this.options.gatherMs, () => this.writeNow());
  }

  /** Resolves when what is to be kept is. */
  async settled(): Promise<void> {
    if (this.cancel) this.writeNow();
    await this.kept.settled();
  }

  private writeNow(): void {
    this.cancel?.();
    this.cancel = undefined;
    const { served, materials, host } = this.options;
    let room = host.keptCharacters;
    const fitting = materials.entries().filter((entry) => {
      room -= JSON.stringify(entry).length;
      return room >= 0;
    });
    this.kept.write({ served: served.asUpdate(), materials: fitting });
  }
}

function isEntry(value: unknown): value is Entry {
  const [key, known] = (Array.isArray(value) ? value : []) as unknown[] as [string?, KnownMaterial?];
  return typeof key === 'string' && isPromptMaterial(known?.material);
}
