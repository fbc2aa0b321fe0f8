import type { MlflowRegistry, ModelVersion, Run } from '@trialogue/mlflow';
import type { Host } from '@trialogue/plugin-api';
import type { AliasMoves } from './alias-moves';
import { check, type Known, whatBlocks } from './checks';
import { readExperiment } from './experiment-facts';
import type { Kept, Ledger } from './ledger';
import { type Act, executionsOf, type Promotion, type Snapshot, type Watch, withAct } from './promotion';
import { type Proposal, proposalProblem } from './proposal';
import { askingMlflow, refusals } from './refusals';

interface Given {
  readonly host: Pick<Host, 'graph'>;
  readonly registry: MlflowRegistry;
  readonly ledger: Ledger;
  readonly moves: AliasMoves;
  readonly now: () => Date;
  /** Whether who proposed may approve. */
  readonly selfApproval: boolean;
}

/** What a promotion is checked by, as it is at one moment. */
interface Looked {
  readonly version: ModelVersion;
  readonly from: string | null;
  readonly known: Known;
  readonly snapshot: Snapshot;
}

/** Model versions on their way to an alias: proposed, checked, approved, moved in MLflow, and back. */
export class Promotions {
  constructor(private readonly given: Given) {}

  async propose(proposal: Proposal, by: string): Promise<Promotion> {
    const { ledger, now } = this.given;
    const problem = proposalProblem(proposal);
    if (problem) throw refusals.badInput(problem);
    const { model, version, alias, experiment, checks: demands, watch, comment } = proposal;
    const looked = await this.look({ model, version, alias, experiment, demands });
    if (looked.from === version)
      throw refusals.badInput(`Version ${version} of ${model} has the alias ${alias} already.`);
    const promotion: Promotion = {
      ...{ id: ledger.newId(model), model, version, alias, experiment, demands },
      ...{ from: looked.from, status: 'PROPOSED', reason: null, checks: [], snapshot: looked.snapshot },
      watch,
      history: [{ act: 'PROPOSE', by, at: now().toISOString(), comment }],
    };
    const checked = withChecks(promotion, looked);
    await ledger.add(checked);
    return checked;
  }

  /** Checks again, then moves the alias. */
  async approve(id: string, by: string, comment: string | null): Promise<Promotion> {
    const { ledger, moves, selfApproval } = this.given;
    const kept = await this.awaiting(id, 'approved');
    const { promotion } = kept;
    if (!selfApproval && promotion.history[0]!.by === by) throw refusals.needsAnother(id);
    const looked = await this.look(promotion);
    const checked = withChecks(promotion, looked);
    if (checked.status === 'BLOCKED') {
      if (!(await ledger.write(kept, checked))) throw refusals.state(id, 'changing', 'approved');
      throw refusals.blocked(id, checked.reason!);
    }
    const watch = promotion.watch && (await this.watchFrom(promotion, promotion.watch));
    return askingMlflow(() =>
      moves.begin(kept, withAct(checked, this.act('APPROVE', by, comment), { status: 'PROMOTING', watch })),
    );
  }

  async reject(id: string, by: string, comment: string | null): Promise<Promotion> {
    const kept = await this.awaiting(id, 'rejected');
    const rejected = withAct(kept.promotion, this.act('REJECT', by, comment), { status: 'REJECTED', reason: comment });
    if (!(await this.given.ledger.write(kept, rejected))) throw refusals.state(id, 'changing', 'rejected');
    return rejected;
  }

  /** Moves the alias back, if it stands for the promoted version still. */
  async rollBack(id: string, by: string, comment: string | null): Promise<Promotion> {
    const { ledger, moves } = this.given;
    const kept = await this.kept(id);
    if (kept.promotion.status !== 'PROMOTED') throw refusals.state(id, kept.promotion.status, 'rolled back');
    const act = this.act('ROLL_BACK', by, comment);
    const next = withAct(kept.promotion, act, { status: 'ROLLING_BACK', reason: comment });
    const done = await askingMlflow(() => moves.begin(kept, next));
    // One that MLflow refused to roll back is what it was, and is watched on.
    if (done.status !== 'PROMOTED') await ledger.unwatch(id);
    return done;
  }

  find = async (id: string): Promise<Promotion | null> => (await this.given.ledger.get(id))?.promotion ?? null;

  private async kept(id: string): Promise<Kept> {
    const kept = await this.given.ledger.get(id);
    if (!kept) throw refusals.notFound(id);
    return kept;
  }

  private async awaiting(id: string, act: string): Promise<Kept> {
    const kept = await this.kept(id);
    const { status } = kept.promotion;
    if (status !== 'PROPOSED' && status !== 'BLOCKED') throw refusals.state(id, status, act);
    return kept;
  }

  private act = (act: Act['act'], by: string, comment: string | null): Act => ({
    ...{ act, by, comment },
    at: this.given.now().toISOString(),
  });

  private async look(
    asked: Pick<Promotion, 'model' | 'version' | 'alias' | 'experiment' | 'demands'>,
  ): Promise<Looked> {
    const { registry, host, now } = this.given;
    const { version, from, metrics, current } = await askingMlflow(async () => {
      const version = await registry.version(asked.model, asked.version);
      if (!version) throw refusals.noVersion(asked.model, asked.version);
      const standing = await registry.aliased(asked.model, asked.alias);
      const [metrics, current] = [await this.metricsOf(version), standing ? await this.metricsOf(standing) : null];
      return { version, from: standing?.version ?? null, metrics, current };
    });
    const experiment = asked.experiment === null ? null : await readExperiment(host, asked.experiment);
    return {
      ...{ version, from },
      known: { status: version.status ?? 'READY', metrics, current, experiment },
      snapshot: { at: now().toISOString(), metrics: keptOf(metrics, asked.demands.metric?.name), experiment },
    };
  }

  private async metricsOf({ run_id: runId }: ModelVersion): Promise<{ readonly [name: string]: number }> {
    const run = runId ? await this.given.registry.run(runId) : undefined;
    return run ? latestMetrics(run) : {};
  }

  private async watchFrom(promotion: Promotion, watch: Watch): Promise<Watch> {
    const facts = await readExperiment(this.given.host, watch.experiment);
    return { ...watch, before: executionsOf(promotion, facts) };
  }
}

const mostMetrics = 100;

/** As a run has them, those of Trialogue's own left out. */
const latestMetrics = ({ data }: Run): { readonly [name: string]: number } =>
  Object.fromEntries(
    (data.metrics ?? [])
      .filter(({ key, value }) => !key.startsWith('trialogue/') && Number.isFinite(value))
      .map(({ key, value }) => [key, value]),
  );

/** Those that are kept with the decision, far less than a record holds: first the one that it is made by. */
function keptOf(metrics: { readonly [name: string]: number }, demanded: string | undefined) {
  const all = Object.entries(metrics).sort(([one], [other]) => Number(other === demanded) - Number(one === demanded));
  return Object.fromEntries(all.slice(0, mostMetrics));
}

function withChecks(promotion: Promotion, { known, snapshot }: Looked): Promotion {
  const checks = check(promotion, known);
  const reason = whatBlocks(checks) ?? null;
  return { ...promotion, checks, snapshot, reason, status: reason === null ? 'PROPOSED' : 'BLOCKED' };
}
