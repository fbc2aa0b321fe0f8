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
import type { Actor } from './actor';
import { Prompt, type PromptLabel } from './prompt.entity';
import type { CreatePromptVersionInput } from './prompt.input';
import { type LabelAct, labelOrThrow, moveLabel, rollBackLabel, takeLabel } from './prompt.labels';
import { publishPrompt, publishVersion } from './prompt.publish';
import { changeStatus, refuseIllegalMove } from './prompt.status';
import { ensurePrompt, nextNumber, versionOrThrow, writeVersion } from './prompt.writes';
import {
  contentProblems,
  descriptionProblems,
  numberProblems,
  templateErrors,
  textOrChatProblems,
} from './prompt-version.check';
import { contentOf } from './prompt-version.content';
import { PromptStatus, PromptVersion } from './prompt-version.entity';

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
   * what may change brought up to date. Throws CONFIG_INVALID, TEMPLATE_INVALID, PROMPT_VERSION_IMMUTABLE, and for the
   * status of one that is there as `setStatus`.
   */
  async createVersion(input: CreatePromptVersionInput, actor: Actor): Promise<PromptVersion> {
    const { name, number } = input;
    const content = contentOf(input);
    refuseProblems(`Prompt ${name}`, [
      ...nameProblems(name, ['name']),
      ...textOrChatProblems(input),
      ...(number == null ? [] : numberProblems(number)),
      ...contentProblems(content),
    ]);
    const errors = templateErrors(content);
    if (errors[0]) throw new DomainError('TEMPLATE_INVALID', { problem: errors[0].message }, { problems: errors });
    // Who serves the version is looked up when it is archived so.
    if (number != null) await this.releases.refresh();
    return this.change(name, async (manager) => {
      const at = this.clock();
      await ensurePrompt(manager, name, at);
      const next = number ?? (await nextNumber(manager, name));
      refuseProblems(`Prompt ${name}`, numberProblems(next));
      const there = await manager.findOneBy(PromptVersion, { promptName: name, number: next });
      if (there) refuseIllegalMove(there, content.status as PromptStatus);
      const { version } = await writeVersion(manager, this.releases, {
        name,
        number: next,
        content,
        actor,
        at,
        path: [],
      });
      await publishPrompt(manager, this.releases, name);
      return version;
    });
  }

  /** Says of a prompt as a whole what it is for. Throws PROMPT_NOT_FOUND, CONFIG_INVALID. */
  async describe(name: string, description: string): Promise<Prompt> {
    refuseProblems(`Prompt ${name}`, descriptionProblems(description));
    return this.change(name, async (manager) => {
      const prompt = await manager.findOneBy(Prompt, { name });
      if (!prompt) throw new DomainError('PROMPT_NOT_FOUND', { prompt: name });
      prompt.description = description;
      await manager.save(prompt);
      await publishPrompt(manager, this.releases, name);
      return prompt;
    });
  }

  /**
   * Points a label at a version, from wherever it was. Throws PROMPT_NOT_FOUND, CONFIG_INVALID, PROMPT_VERSION_ARCHIVED,
   * PROMPT_LABEL_PROTECTED, and PROMPT_LABEL_MOVED unless it stands on `from` (0: nowhere).
   */
  async label(name: string, number: number, label: string, actor: Actor, from?: number): Promise<PromptVersion> {
    refuseProblems(`Label ${label}`, nameProblems(label, ['label']));
    return this.change(name, async (manager) => {
      const version = await this.standable(manager, name, number);
      await moveLabel(manager, this.act(name, label, actor), number, from);
      await publishPrompt(manager, this.releases, name);
      return version;
    });
  }

  /** Throws PROMPT_LABEL_UNMOVED, PROMPT_LABEL_PROTECTED, and PROMPT_VERSION_ARCHIVED when it may not go back there. */
  rollBackLabel(name: string, label: string, actor: Actor): Promise<PromptVersion> {
    return this.change(name, async (manager) => {
      const act = this.act(name, label, actor);
      const number = await rollBackLabel(manager, act, (to) => this.standable(manager, name, to));
      await publishPrompt(manager, this.releases, name);
      return versionOrThrow(manager, name, number);
    });
  }

  /** Throws PROMPT_LABEL_NOT_FOUND, PROMPT_LABEL_PROTECTED. */
  removeLabel(name: string, label: string, actor: Actor): Promise<Prompt> {
    return this.change(name, async (manager) => {
      await takeLabel(manager, this.act(name, label, actor), await labelOrThrow(manager, name, label), 'removed');
      await publishPrompt(manager, this.releases, name);
      return manager.findOneByOrFail(Prompt, { name });
    });
  }

  /** Throws PROMPT_LABEL_NOT_FOUND. */
  protectLabel(name: string, label: string, isProtected: boolean): Promise<PromptLabel> {
    return this.change(name, async (manager) => {
      const placed = await labelOrThrow(manager, name, label);
      placed.protected = isProtected;
      return manager.save(placed);
    });
  }

  /**
   * Throws PROMPT_NOT_FOUND, PROMPT_VERSION_STATUS, PROMPT_VERSION_PINNED, PROMPT_VERSION_LABELLED.
   *
   * @param force who archives a version that is in use, taking the labels that stand on it away
   */
  async setStatus(name: string, number: number, status: PromptStatus, force?: Actor): Promise<PromptVersion> {
    await this.releases.refresh();
    return this.change(name, async (manager) => {
      const version = await versionOrThrow(manager, name, number);
      refuseIllegalMove(version, status);
      const forced = force && { actor: force, at: this.clock() };
      await changeStatus(manager, this.releases, version, status, forced);
      await publishVersion(manager, this.releases, version);
      await publishPrompt(manager, this.releases, name);
      return version;
    });
  }

  /** A version that a label may stand on. Throws PROMPT_NOT_FOUND, PROMPT_VERSION_ARCHIVED. */
  private async standable(manager: EntityManager, name: string, number: number): Promise<PromptVersion> {
    const version = await versionOrThrow(manager, name, number);
    if (version.status === PromptStatus.ARCHIVED)
      throw new DomainError('PROMPT_VERSION_ARCHIVED', { prompt: version.id });
    return version;
  }

  private act(name: string, label: string, actor: Actor): LabelAct {
    return { name, label, actor, at: this.clock() };
  }

  private async change<Result>(name: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    if (!isName(name)) throw new DomainError('PROMPT_NOT_FOUND', { prompt: name });
    const result = await exclusively(this.tables, [lockOf(name)], work);
    await this.releases.refresh();
    return result;
  }
}
