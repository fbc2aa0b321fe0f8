import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import {
  type Applied,
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  exclusively,
  nameProblems,
  rangeProblems,
  refuseProblems,
  sqlOf,
  type Tables,
  type Trial,
  textProblems,
} from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { Holdout, Layer, type Partition } from './partition.entity';
import type { HoldoutInput, LayerInput, PartitionInput } from './partition.input';
import { partitionStates } from './partition.state';

const most = { description: 10_000, salt: 200 } as const;

/** What is to be known of a kind of partition. `fixed` are the members that it has beside a salt. */
export interface PartitionKind<Row extends Partition, Input extends PartitionInput> {
  readonly entity: new () => Row;
  readonly noun: 'layer' | 'holdout';
  fixed(from: Row | Input): Partial<Row>;
}

export const layers: PartitionKind<Layer, LayerInput> = {
  entity: Layer,
  noun: 'layer',
  fixed: ({ bucketer }) => ({ bucketer }),
};

export const holdouts: PartitionKind<Holdout, HoldoutInput> = {
  entity: Holdout,
  noun: 'holdout',
  fixed: ({ share }) => ({ share }),
};

/** Creates layers or holdouts, and publishes them for the experiments that name them. None is ever deleted or moves a unit; its description may change. */
export class PartitionApply<Row extends Partition, Input extends PartitionInput> {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly kind: PartitionKind<Row, Input>,
    private readonly clock: () => Date,
    private readonly ids: () => string,
  ) {}

  /** Throws CONFIG_INVALID, PARTITION_EXISTS. */
  async create(input: Input): Promise<Row> {
    const created = await exclusively(this.tables, [this.lockOf(input.key)], async (manager) => {
      this.refuseInvalid(input);
      if (await this.find(manager, input.key))
        throw new DomainError('PARTITION_EXISTS', { kind: this.kind.noun, key: input.key });
      return this.insert(manager, input);
    });
    await this.releases.refresh();
    return created;
  }

  /** Brings them to what files say; an entry that would move units is refused with PARTITION_IMMUTABLE. */
  apply(entries: readonly Input[], trial: Trial): Promise<Applied[]> {
    return applyEach(this.tables, this.releases, entries, trial, {
      kind: this.kind.noun,
      subjectOf: ({ key }) => key,
      lockOf: (key) => this.lockOf(key),
      statesOf: partitionStates(this.kind.entity),
      apply: (manager, entry) => this.applyOne(manager, entry),
    });
  }

  private async applyOne(manager: EntityManager, input: Input): Promise<ApplyResult> {
    this.refuseInvalid(input);
    const row = await this.find(manager, input.key);
    if (!row) {
      await this.insert(manager, input);
      return { outcome: ApplyOutcome.CREATED, madeUp: input.salt == null ? ['salt'] : [] };
    }
    const wanted = { salt: input.salt ?? row.salt, ...this.kind.fixed(input) } as Partial<Row>;
    for (const part of Object.keys(wanted) as (keyof Row & string)[])
      if (row[part] !== wanted[part])
        throw new DomainError('PARTITION_IMMUTABLE', { kind: this.kind.noun, key: input.key, part });
    if (row.description === input.description) return { outcome: ApplyOutcome.UNCHANGED };
    row.description = input.description;
    await manager.save(row);
    return { outcome: ApplyOutcome.UPDATED };
  }

  private find(manager: EntityManager, key: string): Promise<Row | null> {
    return manager.getRepository<Partition>(this.kind.entity).findOneBy({ key }) as Promise<Row | null>;
  }

  private async insert(manager: EntityManager, input: Input): Promise<Row> {
    const { key, description } = input;
    const body = { key, salt: input.salt ?? this.ids(), ...this.kind.fixed(input) };
    await this.releases.publish(sqlOf(manager), { kind: this.kind.noun, key, schema: 1, body });
    return manager.save(Object.assign(new this.kind.entity(), body, { description, createdAt: this.clock() }));
  }

  private refuseInvalid({ key, description, salt, ...rest }: Input): void {
    const { share } = rest as { share?: number };
    refuseProblems(`The ${this.kind.noun} ${key}`, [
      ...nameProblems(key, ['key']),
      ...textProblems(description, 0, most.description, ['description']),
      ...(salt == null ? [] : textProblems(salt, 1, most.salt, ['salt'])),
      ...(share === undefined ? [] : rangeProblems(share, 0, 1, ['share'])),
    ]);
  }

  private lockOf(key: string): string {
    return `${this.kind.noun}:${key}`;
  }
}
