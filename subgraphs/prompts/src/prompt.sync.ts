import { DomainError } from '@trialogue/errors';
import { type Applied, ApplyOutcome, type Tables } from '@trialogue/subgraph';
import type { Actor } from './actor';
import type { PromptApply, PromptsApplied } from './prompt.apply';
import { type PromptFiles, unread } from './prompt.files';
import type { ApplyPromptInput } from './prompt.input';
import type { PromptSync, SyncPromptsArgs } from './prompt-sync';
import { PromptVersion } from './prompt-version.entity';

const mostShown = 500;
/** Prompts of the product's own files. */
const mostOwn = 2_000;

/** Brings a project's files and the registry together. */
export class PromptSyncing {
  constructor(
    private readonly tables: Tables,
    private readonly applier: PromptApply,
    private readonly files: PromptFiles | undefined,
  ) {}

  /**
   * One transaction, but for the numbers that are written back into the product's own files after it: when that is
   * interrupted, the next time finds the versions under their numbers and writes those. Throws PROMPT_FILES_UNAVAILABLE.
   */
  async sync({ dryRun, onEdit, prefer, prompts: given }: SyncPromptsArgs, actor: Actor): Promise<PromptSync> {
    const { prompts, refused, noCommit = null } = given ? { prompts: given, refused: [] } : await this.read();
    const result = await this.applier.apply(
      prompts,
      { dryRun, assuming: [] },
      { onEdit, prefer },
      actor,
      given ? undefined : mostOwn,
    );
    if (!given && !dryRun && result.renumbered.size > 0) await this.files!.renumber(result.renumbered);
    const entries = [...refused.map((one) => unread(ApplyOutcome.REFUSED, one)), ...result.applied];
    const databaseOnly = await this.databaseOnly(numbersOf(prompts, result));
    return {
      ...{ commit: commitOf(prompts), noCommit, dryRun, entries, databaseOnly },
      conflicts: entries.flatMap(({ conflicts }) => conflicts),
      renumbered: [...result.renumbered].flatMap(([prompt, some]) => some.map((one) => ({ prompt, ...one }))),
      converged:
        databaseOnly.length === 0 &&
        result.diverging.size === 0 &&
        !(dryRun && result.renumbered.size > 0) &&
        entries.every((one) => isDone(one, dryRun)),
    };
  }

  private async read() {
    const read = await this.files?.read();
    if (!read) throw new DomainError('PROMPT_FILES_UNAVAILABLE', {});
    return read;
  }

  private databaseOnly(named: readonly { readonly name: string; readonly number: number }[]): Promise<PromptVersion[]> {
    return this.tables.manager
      .createQueryBuilder(PromptVersion, 'v')
      .where(
        'not exists (select 1 from unnest(:names::text[], :numbers::int[]) as f (name, number) where f.name = v.promptName and f.number = v.number)',
      )
      .setParameters({ names: named.map(({ name }) => name), numbers: named.map(({ number }) => number) })
      .orderBy('v.promptName')
      .addOrderBy('v.number')
      .take(mostShown)
      .getMany();
  }
}

/** The versions that files name, as they are published. */
function numbersOf(prompts: readonly ApplyPromptInput[], { renumbered }: PromptsApplied) {
  return prompts.flatMap(({ name, versions }) =>
    versions.map(({ number }) => ({
      name,
      number: renumbered.get(name)?.find(({ from }) => from === number)?.to ?? number,
    })),
  );
}

function commitOf(prompts: readonly ApplyPromptInput[]): string | null {
  const commits = new Set(prompts.flatMap(({ versions }) => versions.map(({ source }) => source?.commit ?? null)));
  const [commit] = commits;
  return commits.size === 1 ? commit! : null;
}

const isDone = ({ outcome }: Applied, dryRun: boolean): boolean =>
  outcome === ApplyOutcome.UNCHANGED ||
  (!dryRun && outcome !== ApplyOutcome.REFUSED && outcome !== ApplyOutcome.CONFLICT);
