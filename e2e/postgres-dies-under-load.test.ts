import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { assign, type ExperimentSnapshot } from '@trialogue/assignment';
import { EmbeddedPostgres } from '@trialogue/store';
import { killPostmaster, silent } from '@trialogue/store/testing';
import { rows } from './support/database';
import { makeProject, Product, temporaryFolder } from './support/product';
import { until } from './support/until';

const experiment = 'meal_planning_style';
const assignDocument = `mutation ($unit: ID!) { assign(experiment: "${experiment}", unit: $unit) { variant { key } } }`;
const lookDocument = `query ($unit: ID!) { assignment(experiment: "${experiment}", unit: $unit) { stale variant { key } } }`;
const recordDocument = `mutation ($exposures: [ExposureInput!]!) { recordExposures(exposures: $exposures) {
  accepted duplicates rejected { message } } }`;
const definitionsDocument = `subscription { definitionsChanged(experiments: ["${experiment}"]) {
  experiments { release snapshot } } }`;

/** Who assigns through the graph, who looks, and who decides by itself and reports; until it is told to end. */
class Load {
  /** Unit → variant of what was acknowledged: nothing of it may be lost. */
  readonly acknowledged = new Map<string, string>();
  readonly faults: unknown[] = [];
  refused = 0;
  looked = 0;
  decided = 0;
  private running = true;
  private readonly work: Promise<void>[];

  constructor(
    private readonly product: Product,
    private readonly definition: { readonly release: string; readonly snapshot: ExperimentSnapshot },
  ) {
    const assigners = Array.from({ length: 4 }, (_, index) => this.assignOn(`there-${index}`));
    this.work = [...assigners, this.lookOn(), this.decideOn()];
  }

  async end(): Promise<void> {
    this.running = false;
    await Promise.all(this.work);
  }

  private async assignOn(name: string): Promise<void> {
    for (let number = 0; this.running; number++) {
      const unit = `${name}-${number}`;
      const { data, errors } = await this.product.graph(assignDocument, { unit });
      if (data?.assign) this.acknowledged.set(unit, data.assign.variant.key);
      else this.refuse(errors);
      await pause(errors ? 50 : 2);
    }
  }

  private async lookOn(): Promise<void> {
    for (let number = 0; this.running; number++) {
      const unit = `looked-${number}`;
      const { data, errors } = await this.product.graph(lookDocument, { unit });
      if (data?.assignment.variant?.key === this.variantOf(unit)) this.looked += 1;
      else this.faults.push(errors ?? data);
      await pause(5);
    }
  }

  /** As a client does that assigns locally: it keeps what it could not report, and reports it again. */
  private async decideOn(): Promise<void> {
    const { release } = this.definition;
    let unreported: { unit: string; variant: string }[] = [];
    for (let number = 0; this.running || unreported.length > 0; number++) {
      if (this.running) {
        const unit = `here-${number}`;
        unreported.push({ unit, variant: this.variantOf(unit)! });
        this.decided += 1;
      }
      if (unreported.length < 20 && this.running) continue;
      const rest = { experiment, release, allocation: 1, reason: 'ASSIGNED', at: new Date().toISOString() };
      const exposures = unreported.slice(0, 1_000).map((one) => ({ ...rest, ...one }));
      const { data, errors } = await this.product.graph(recordDocument, { exposures });
      if (data?.recordExposures.rejected.length) this.faults.push(data);
      if (data) {
        for (const { unit, variant } of exposures) this.acknowledged.set(unit, variant);
        unreported = unreported.slice(exposures.length);
      } else this.refuse(errors);
      await pause(20);
    }
  }

  private variantOf(unit: string): string | undefined {
    return assign(this.definition.snapshot, { unit }).variant?.key;
  }

  private refuse(errors: any): void {
    if (errors?.[0].extensions.code === 'STORE_UNAVAILABLE') this.refused += 1;
    else this.faults.push(errors);
  }
}

test('Postgres is killed under load, again and again: what is known is answered all the while, and no acknowledged exposure is lost', async () => {
  const dataDir = path.join(temporaryFolder(), 'postgres');
  const postgres = await EmbeddedPostgres.start({ dataDir, logger: silent }); // which starts it again when it is killed
  const product = Product.spawn(makeProject(), { DATABASE_URL: postgres.url, TRIALOGUE_LIMIT_RATE: '0' });
  try {
    await product.ready();
    const subscribed = product.socket().iterate<any>({ query: definitionsDocument });
    const { value } = await subscribed.next();
    const load = new Load(product, value.data.definitionsChanged.experiments[0]);
    await until(() => load.acknowledged.size > 200);

    const isStale = async () => (await product.ask(lookDocument, { unit: 'one' })).assignment.stale;
    const atFirst = load.looked;
    await until(async () => {
      killPostmaster(dataDir);
      return (await isStale()) && load.refused > 10;
    });
    const away = { looked: load.looked, decided: load.decided };
    expect(away.looked).toBeGreaterThan(atFirst + 50);
    await until(() => load.looked > away.looked + 20 && load.decided > away.decided);

    const { size } = load.acknowledged;
    await until(async () => !(await isStale()) && load.acknowledged.size > size + 200, undefined, 40_000);
    await load.end();
    await subscribed.return?.();

    expect(load.faults).toEqual([]);
    const recorded = await rows(postgres.url, 'select unit, variant from exp.exposures where experiment = $1', [
      experiment,
    ]);
    const variants = new Map(recorded.map(({ unit, variant }) => [unit, variant]));
    expect([...load.acknowledged].filter(([unit, variant]) => variants.get(unit) !== variant)).toEqual([]);
    expect(variants.size).toBe(recorded.length);
    const [told] = await rows(
      postgres.url,
      `select count(*)::int as events, count(distinct unit)::int as units from exp.events where type = 'exposure'`,
    );
    expect(told).toEqual({ events: recorded.length, units: recorded.length });
  } finally {
    await product.end();
    await postgres.stop();
  }
}, 150_000);
