import { DomainError } from '@trialogue/errors';
import type { Json } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { type Connection, exclusively, isName, pageByName, refuseProblems, type Tables } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import type { Author } from './change.record';
import { allocate } from './experiment.allocate';
import type { AllocateInput } from './experiment.allocator.input';
import { specProblems } from './experiment.check';
import { Experiment, type ExperimentStatus } from './experiment.entity';
import type { CreateExperimentInput, UpdateExperimentInput } from './experiment.input';
import { copiedSpec, type ExperimentSpec, specOf, updatedSpec, type Whole } from './experiment.spec';
import type { ExperimentStates } from './experiment.states';
import { createDraft, readWhole } from './experiment.writes';
import type { ModelAliases } from './model-aliases';

/** What is locked while experiments are changed: one may hold a layer's range, or say what another's units get. */
export const lockOf = (): string => 'experiments';

/** Whose act it is, and the `version` that they have read, if they insist on it. */
export interface Operator {
  readonly by: string;
  readonly version?: number | null;
}

/**
 * An operator's acts. Each publishes in its own transaction, and this process sees it when the act is done. All throw
 * EXPERIMENT_NOT_FOUND, EXPERIMENT_STATE, and RELEASE_CONFLICT when the experiment is not at the version insisted on.
 */
export class ExperimentService {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly states: ExperimentStates,
    private readonly clock: () => Date,
    private readonly ids: () => string,
    private readonly aliases?: Pick<ModelAliases, 'lookFor'>,
  ) {}

  /** Experiments in the order of their keys. */
  list(first: number, status?: ExperimentStatus, after?: string): Promise<Connection<Experiment>> {
    return pageByName(this.tables, Experiment, 'key', { first, after, where: status && { status } });
  }

  /** Throws CONFIG_INVALID, EXPERIMENT_EXISTS. */
  create(input: CreateExperimentInput, operator: Operator): Promise<Experiment> {
    return this.alone((manager) => this.draft(manager, specOf(input), operator));
  }

  /** A draft like it under another key: no salt, history or release of the first. Throws CONFIG_INVALID, EXPERIMENT_EXISTS. */
  duplicate(key: string, as: string, operator: Operator): Promise<Experiment> {
    return this.alone(async (manager) =>
      this.draft(manager, copiedSpec(await wholeOrThrow(manager, key, operator), as), operator),
    );
  }

  /** Throws CONFIG_INVALID. */
  update(key: string, input: UpdateExperimentInput, operator: Operator): Promise<Experiment> {
    return this.change(key, operator, async (manager, whole, author) => {
      const spec = updatedSpec(whole, input);
      refuseProblems(`Experiment ${key}`, specProblems(spec));
      return (await this.states.update(manager, whole, spec, author, input.rerandomise ?? false)).whole;
    });
  }

  /** Starts a draft, or lets a paused experiment go on as it was. Throws CONFIG_INVALID. */
  async start(key: string, operator: Operator): Promise<Experiment> {
    await this.aliases?.lookFor(await this.configsOf(key)); // before, for no transaction waits for the registry
    return this.change(key, operator, (manager, whole, author) => this.states.start(manager, whole, author));
  }

  pause(key: string, operator: Operator): Promise<Experiment> {
    return this.change(key, operator, (manager, whole, author) => this.states.pause(manager, whole, author));
  }

  /** Ends the comparison; with a winner, everybody who is targeted gets that variant from now on. */
  stop(key: string, winner: string | null, operator: Operator): Promise<Experiment> {
    return this.change(key, operator, (manager, whole, author) => {
      if (winner !== null && whole.variants.every((variant) => variant.key !== winner))
        throw new DomainError('BAD_USER_INPUT', { problem: `The winner ${winner} is no variant of ${key}.` });
      return this.states.stop(manager, whole, author, winner);
    });
  }

  /** See `allocate`. */
  allocate(input: AllocateInput, operator: Operator): Promise<Experiment> {
    return this.change(input.experiment, operator, (manager, whole, author) =>
      allocate(manager, this.states, whole, input, author),
    );
  }

  /** Puts away what is over, or never began. */
  archive(key: string, operator: Operator): Promise<Experiment> {
    return this.change(key, operator, (manager, whole, author) => this.states.archive(manager, whole, author));
  }

  private async draft(manager: EntityManager, spec: ExperimentSpec, { by }: Operator): Promise<Whole> {
    const { key } = spec;
    refuseProblems(`Experiment ${key}`, specProblems(spec));
    if (await manager.existsBy(Experiment, { key })) throw new DomainError('EXPERIMENT_EXISTS', { experiment: key });
    return createDraft(manager, spec, this.ids(), { by, at: this.clock() });
  }

  /** What is published is read first: another process may have just published a layer that the experiment names. */
  private async change(
    key: string,
    operator: Operator,
    work: (manager: EntityManager, whole: Whole, author: Author) => Promise<Whole>,
  ): Promise<Experiment> {
    await this.releases.refresh();
    return this.alone(async (manager) => {
      const whole = await wholeOrThrow(manager, key, operator);
      return work(manager, whole, { by: operator.by, at: this.clock() });
    });
  }

  private async configsOf(key: string): Promise<readonly Json[]> {
    const whole = isName(key) ? await readWhole(this.tables.manager, key) : null;
    return whole?.variants.map(({ written }) => written) ?? [];
  }

  private async alone(work: (manager: EntityManager) => Promise<Whole>): Promise<Experiment> {
    const { experiment } = await exclusively(this.tables, [lockOf()], work);
    await this.releases.refresh();
    return experiment;
  }
}

async function wholeOrThrow(manager: EntityManager, key: string, { version }: Operator): Promise<Whole> {
  const whole = isName(key) ? await readWhole(manager, key) : null;
  if (!whole) throw new DomainError('EXPERIMENT_NOT_FOUND', { experiment: key });
  if (version != null && version !== whole.experiment.version)
    throw new DomainError('RELEASE_CONFLICT', { kind: 'experiment', key });
  return whole;
}
