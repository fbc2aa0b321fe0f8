import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import {
  type Connection,
  exclusively,
  isName,
  nameProblems,
  pageByName,
  refuseProblems,
  type Tables,
} from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { Prompt } from './prompt.entity';
import type { CreatePromptVersionInput } from './prompt.input';
import { refusePinned } from './prompt.pins';
import { publishPrompt, publishVersion } from './prompt.publish';
import { ensurePrompt, moveLabel, nextNumber, versionOrThrow, writeVersion } from './prompt.writes';
import { contentProblems, numberProblems, templateErrors } from './prompt-version.check';
import { contentOf } from './prompt-version.content';
import { PromptStatus, type PromptVersion } from './prompt-version.entity';

/** What is locked while a prompt is changed. */
export const lockOf = (name: string): string => `prompt:${name}`;

/** The registry's acts. Each publishes in its own transaction, and this process sees it when the act is done. */
export class PromptService {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly clock: () => Date,
  ) {}

  /** Prompts in the order of their names. */
  list(first: number, after?: string): Promise<Connection<Prompt>> {
    return pageByName(this.tables, Prompt, 'name', { first, after });
  }

  /**
   * Publishes a version. The same number with the same behaviour is no second version: the one there is answered, with
   * what may change brought up to date. Throws CONFIG_INVALID, TEMPLATE_INVALID, PROMPT_VERSION_IMMUTABLE.
   */
  async createVersion(input: CreatePromptVersionInput): Promise<PromptVersion> {
    const { name, number } = input;
    const content = contentOf(input);
    refuseProblems(`Prompt ${name}`, [
      ...nameProblems(name, ['name']),
      ...(number == null ? [] : numberProblems(number)),
      ...contentProblems(content),
    ]);
    const errors = templateErrors(content);
    if (errors[0]) throw new DomainError('TEMPLATE_INVALID', { problem: errors[0].message }, { problems: errors });
    return this.change(name, async (manager) => {
      const at = this.clock();
      await ensurePrompt(manager, name, at);
      const next = number ?? (await nextNumber(manager, name));
      refuseProblems(`Prompt ${name}`, numberProblems(next));
      const { version } = await writeVersion(manager, this.releases, { name, number: next, content, at });
      await publishPrompt(manager, this.releases, name);
      return version;
    });
  }

  /** Points a label at a version, from wherever it was. Throws PROMPT_NOT_FOUND, CONFIG_INVALID. */
  async label(name: string, number: number, label: string): Promise<PromptVersion> {
    refuseProblems(`Label ${label}`, nameProblems(label, ['label']));
    return this.change(name, async (manager) => {
      const version = await versionOrThrow(manager, name, number);
      await moveLabel(manager, name, label, number);
      await publishPrompt(manager, this.releases, name);
      return version;
    });
  }

  /** Throws PROMPT_NOT_FOUND, PROMPT_VERSION_PINNED. */
  async archive(name: string, number: number): Promise<PromptVersion> {
    await this.releases.refresh();
    return this.change(name, async (manager) => {
      const version = await versionOrThrow(manager, name, number);
      await refusePinned(this.releases, version.id);
      version.status = PromptStatus.ARCHIVED;
      await publishVersion(manager, this.releases, version);
      await publishPrompt(manager, this.releases, name);
      return version;
    });
  }

  private async change<Result>(name: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    if (!isName(name)) throw new DomainError('PROMPT_NOT_FOUND', { prompt: name });
    const result = await exclusively(this.tables, [lockOf(name)], work);
    await this.releases.refresh();
    return result;
  }
}
