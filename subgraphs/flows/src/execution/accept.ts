import { exposureOf } from '@trialogue/decisions';
import type { ExecutionPlan } from '@trialogue/executor';
import {
  type ExposureRow,
  exposing,
  exposureRow,
  exposureRows,
  Gathered,
  keyOf,
  type Prepared,
  type Store,
} from '@trialogue/store';
import type { Assigned } from '../execution-plan';
import { Execution, executionOf } from './execution.entity';

/** What is to be executed, decided and checked. */
export interface Offer {
  readonly id: string;
  readonly unit: string;
  readonly clientExecutionId: string | null;
  readonly inputHash: string;
  readonly plan: ExecutionPlan;
  readonly assigned: Assigned;
  readonly promptVersionId: string | null;
  readonly standIn: boolean;
  /** Whether what it does to others must not happen without a trace: then its beginning is on the disk first. */
  readonly mayNotRepeat: boolean;
  readonly now: Date;
  readonly leaseMs: number;
}

interface Asked {
  readonly execution: Execution;
  readonly leaseMs: number;
  readonly exposure: { readonly key: string; readonly row: ExposureRow } | undefined;
  readonly mayNotRepeat: boolean;
}

/**
 * Begins executions, before anything is executed, those of many callers in one statement: the row with a lease on the
 * database's clock, and the exposure.
 *
 * The disk is waited for only before what must not happen twice. Of any other execution nobody is told before its end is
 * on the disk, and with that is all that was committed earlier: a database that dies in between has lost, whole, an
 * execution that nobody had an answer of.
 */
export class Accepting {
  private readonly gathered: Gathered<Asked, boolean>;

  constructor(private readonly store: Store) {
    this.gathered = new Gathered((asked) => this.write(asked), {
      mostTogether: 100,
      mostWaiting: 10_000,
      mostWrites: 2,
    });
  }

  /**
   * Undefined, and nothing is written, when the unit has an execution under this client's id. Throws EVENT_INVALID for an
   * exposure that cannot be recorded.
   */
  async accept(offer: Offer): Promise<Execution | undefined> {
    const { assigned, standIn, mayNotRepeat, leaseMs } = offer;
    const execution = begun(offer);
    const met = exposureOf(assigned, standIn);
    const exposure = met && { key: keyOf(met), row: exposureRow(met) };
    return (await this.gathered.add({ execution, leaseMs, exposure, mayNotRepeat })) ? execution : undefined;
  }

  private async write(asked: readonly Asked[]): Promise<boolean[]> {
    const exposures = new Map<string, ExposureRow>();
    for (const { exposure } of asked) if (exposure) exposures.set(exposure.key, exposure.row);
    const places = new Map([...exposures.keys()].map((key, place) => [key, place]));
    const rows = asked.map(({ execution, leaseMs, exposure }, index) => ({
      ...rowOf(execution),
      ...{ lease_ms: leaseMs, index, exposure: exposure ? places.get(exposure.key) : null },
    }));
    const { rows: written } = await this.store.sql<{ index: number; firsts: number }>(acceptStatement, [
      JSON.stringify(rows),
      exposureRows([...exposures.values()]),
      asked.some(({ mayNotRepeat }) => mayNotRepeat),
    ]);
    if (written[0] && written[0].firsts > 0) this.store.events.appended();
    const begun = new Set(written.map(({ index }) => index));
    return asked.map((_, index) => begun.has(index));
  }
}

function begun({ id, unit, clientExecutionId, inputHash, plan, assigned, promptVersionId, standIn, now }: Offer) {
  const { release, assignment } = assigned;
  const { key, arm } = assignment.variant;
  return executionOf({
    ...{ id, unit, experiment: release.body.key, clientExecutionId, inputHash, plan, variantKey: key, arm },
    ...{ release: release.hash, promptVersionId, status: 'RUNNING', standIn, output: null, failureCode: null },
    ...{ failureMessage: null, latencyMs: null, usage: null, cost: null, model: null, createdAt: now, endedAt: null },
  });
}

const rowOf = (execution: Execution) => ({
  ...{ id: execution.id, unit: execution.unit, experiment: execution.experiment, plan: execution.plan },
  ...{ client_execution_id: execution.clientExecutionId, input_hash: execution.inputHash },
  ...{ variant: execution.variantKey, arm: execution.arm, release: execution.release },
  ...{ prompt_version: execution.promptVersionId, stand_in: execution.standIn, created_at: execution.createdAt },
});

const acceptStatement: Prepared = {
  name: 'accept_executions',
  text: `
    with asked as (
      select * from json_to_recordset($1::json) as
        (id text, unit text, experiment text, client_execution_id text, input_hash text, plan json, variant text, arm text,
         release text, prompt_version text, stand_in boolean, created_at timestamptz, lease_ms int, index int, exposure int)),
    begun as (
      insert into exp.executions (id, unit, experiment, client_execution_id, input_hash, plan, variant, arm, release,
        prompt_version, stand_in, created_at, lease_until)
      select id, unit, experiment, client_execution_id, input_hash, plan, variant, arm, release, prompt_version, stand_in,
        created_at, clock_timestamp() + lease_ms * interval '1 ms'
      from asked order by experiment, unit, client_execution_id
      on conflict (experiment, unit, client_execution_id) do nothing
      returning id),
    ${exposing('$2', 'where place in (select exposure from asked join begun using (id))')}
    select index, (select count(*)::int from fresh) as firsts,
      case when not $3 then set_config('synchronous_commit', 'off', true) end
    from asked join begun using (id)`,
};
