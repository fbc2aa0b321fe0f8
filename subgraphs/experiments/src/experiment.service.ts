import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import {
  type Connection,
  decodeCursor,
  exclusively,
  isName,
  limitOf,
  refuseProblems,
  type Tables,
  toConnection,
} from '@trialogue/subgraph';
import { type EntityManager, MoreThan } from 'typeorm';
import { specProblems } from './experiment.check';
import { Experiment, ExperimentStatus } from './experiment.entity';
import type { CreateExperimentInput, UpdateExperimentInput } from './experiment.input';
import { specOf, updatedSpec, type Whole } from './experiment.spec';
import type { ExperimentStates } from './experiment.states';
import { createDraft, readWhole, writeSpec } from './experiment.writes';

/** What is locked while an experiment is changed. */
export const lockOf = (key: string): string => `experiment:${key}`;

const { DRAFT, RUNNING, PAUSED, STOPPED } = ExperimentStatus;

/** An operator's acts. Each publishes in its own transaction, and this process sees it when the act is done. */
export class ExperimentService {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly states: ExperimentStates,
    private readonly clock: () => Date,
    private readonly ids: () => string,
  ) {}

  /** Experiments in the order of their keys. */
  async list(first: number, status?: ExperimentStatus, after?: string): Promise<Connection<Experiment>> {
    const last = after === undefined ? undefined : decodeCursor(after);
    if (last !== undefined && !isName(last)) throw new DomainError('CURSOR_INVALID', { cursor: after! });
    const rows = await this.tables.manager.find(Experiment, {
      where: { ...(status && { status }), ...(last !== undefined && { key: MoreThan(last) }) },
      order: { key: 'ASC' },
      take: limitOf(first),
    });
    return toConnection(rows, first, ({ key }) => key);
  }

  /** Throws CONFIG_INVALID, EXPERIMENT_EXISTS. */
  async create(input: CreateExperimentInput): Promise<Experiment> {
    const spec = specOf(input);
    refuseProblems(`Experiment ${spec.key}`, specProblems(spec));
    return this.change(spec.key, async (manager) => {
      if (await manager.existsBy(Experiment, { key: spec.key }))
        throw new DomainError('EXPERIMENT_EXISTS', { experiment: spec.key });
      return createDraft(manager, spec, this.ids(), this.clock());
    });
  }

  /** Throws CONFIG_INVALID, EXPERIMENT_STATE, and RELEASE_CONFLICT when it is not at the version that was insisted on. */
  async update(key: string, input: UpdateExperimentInput): Promise<Experiment> {
    return this.change(key, async (manager) => {
      const whole = await wholeOrThrow(manager, key);
      if (input.version != null && input.version !== whole.experiment.version)
        throw new DomainError('RELEASE_CONFLICT', { kind: 'experiment', key });
      const spec = updatedSpec(whole, input);
      refuseProblems(`Experiment ${key}`, specProblems(spec));
      return (await writeSpec(manager, whole, spec)).whole;
    });
  }

  /** Starts a draft, or lets a paused experiment go on as it was. Throws CONFIG_INVALID, EXPERIMENT_STATE. */
  async start(key: string): Promise<Experiment> {
    await this.releases.refresh();
    return this.change(key, async (manager) => {
      const whole = await wholeOrThrow(manager, key);
      requireStatus(whole, [DRAFT, PAUSED], 'started');
      if (whole.experiment.status === DRAFT) await this.states.start(manager, whole);
      else await this.states.move(manager, whole, RUNNING);
      return whole;
    });
  }

  /** Throws EXPERIMENT_STATE. */
  async pause(key: string): Promise<Experiment> {
    return this.change(key, async (manager) => {
      const whole = await wholeOrThrow(manager, key);
      requireStatus(whole, [RUNNING], 'paused');
      await this.states.move(manager, whole, PAUSED);
      return whole;
    });
  }

  /** Ends the comparison; with a winner, everybody gets that variant from now on. Throws EXPERIMENT_STATE. */
  async stop(key: string, winner: string | null): Promise<Experiment> {
    return this.change(key, async (manager) => {
      const whole = await wholeOrThrow(manager, key);
      requireStatus(whole, [RUNNING, PAUSED], 'stopped');
      if (winner !== null && whole.variants.every((variant) => variant.key !== winner))
        throw new DomainError('BAD_USER_INPUT', { problem: `The winner ${winner} is no variant of ${key}.` });
      whole.experiment.winnerKey = winner;
      whole.experiment.stoppedAt = this.clock();
      await this.states.move(manager, whole, STOPPED);
      return whole;
    });
  }

  private async change(key: string, work: (manager: EntityManager) => Promise<Whole>): Promise<Experiment> {
    if (!isName(key)) throw new DomainError('EXPERIMENT_NOT_FOUND', { experiment: key });
    const { experiment } = await exclusively(this.tables, [lockOf(key)], work);
    await this.releases.refresh();
    return experiment;
  }
}

async function wholeOrThrow(manager: EntityManager, key: string): Promise<Whole> {
  const whole = await readWhole(manager, key);
  if (!whole) throw new DomainError('EXPERIMENT_NOT_FOUND', { experiment: key });
  return whole;
}

function requireStatus({ experiment }: Whole, allowed: readonly ExperimentStatus[], act: string): void {
  const { key, status } = experiment;
  if (!allowed.includes(status)) throw new DomainError('EXPERIMENT_STATE', { experiment: key, status, act });
}
