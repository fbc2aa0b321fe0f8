import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import { exclusively, isName, nameProblems, refuseProblems, sqlOf, type Tables } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { lockOf } from './flow.apply';
import type { CreateFlowVersionInput } from './flow.input';
import { lookUpIn, lookUpNow } from './flow.lookup';
import { publishFlow, publishVersion } from './flow.publish';
import { changeStatus, refuseIllegalMove } from './flow.status';
import { judge, judgeAgain } from './flow.verdicts';
import { ensureFlow, nextNumber, versionOrThrow, writeVersion } from './flow.writes';
import { contentProblems, numberProblems } from './flow-version.check';
import { contentOf } from './flow-version.content';
import { type FlowStatus, FlowVersion } from './flow-version.entity';

/** The registry's acts. Each publishes in its own transaction, and this process sees it when the act is done. */
export class FlowService {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly clock: () => Date,
  ) {}

  /**
   * Publishes a version under the next number; under its own, also again, as long as it behaves the same or is a draft.
   * Throws CONFIG_INVALID, FLOW_VERSION_IMMUTABLE, and for the status of one that is there as `setStatus`.
   */
  async createVersion({ flow: key, number, ...input }: CreateFlowVersionInput, by: string): Promise<FlowVersion> {
    const refuse = (problems: Parameters<typeof refuseProblems>[1]) => refuseProblems(`Flow ${key}`, problems);
    refuse([
      ...nameProblems(key, ['flow']),
      ...(number == null ? [] : numberProblems(number)),
      ...contentProblems(input, { errors: [], doubts: [] }),
    ]);
    await this.releases.refresh();
    const there = number == null ? undefined : await this.published(key, number);
    const judged = await judge(lookUpIn(this.releases), key, input, there, false);
    return this.change(key, async (manager) => {
      const { verdict, flows } = await judgeAgain(judged, lookUpNow(sqlOf(manager), this.releases), key, input);
      refuse(contentProblems(input, verdict));
      const at = this.clock();
      await ensureFlow(manager, key, at);
      const next = number ?? (await nextNumber(manager, key));
      refuse(numberProblems(next));
      const before = await manager.findOneBy(FlowVersion, { flowKey: key, number: next });
      if (before) refuseIllegalMove(before, input.status);
      const content = contentOf(input);
      const { version } = await writeVersion(manager, this.releases, {
        ...{ flowKey: key, number: next, content, flows, by, at },
      });
      await publishFlow(manager, this.releases, key);
      return version;
    });
  }

  /** Throws FLOW_NOT_FOUND, FLOW_VERSION_STATUS, FLOW_VERSION_PINNED. */
  async setStatus(key: string, number: number, status: FlowStatus): Promise<FlowVersion> {
    await this.releases.refresh();
    return this.change(key, async (manager) => {
      const version = await versionOrThrow(manager, key, number);
      refuseIllegalMove(version, status);
      await changeStatus(this.releases, version, status);
      await publishVersion(manager, this.releases, version);
      await publishFlow(manager, this.releases, key);
      return version;
    });
  }

  /** A version that is no draft. */
  private async published(flowKey: string, number: number): Promise<FlowVersion | undefined> {
    const version = await this.tables.manager.findOneBy(FlowVersion, { flowKey, number });
    return version && version.status !== 'DRAFT' ? version : undefined;
  }

  private async change<Result>(key: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    if (!isName(key)) throw new DomainError('FLOW_NOT_FOUND', { flow: key });
    const result = await exclusively(this.tables, [lockOf(key)], work);
    await this.releases.refresh();
    return result;
  }
}
