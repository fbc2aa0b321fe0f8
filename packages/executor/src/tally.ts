import { type ChatEvent, costOf, type Prices, priceOf } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import { type EventLog, isOwnEventType } from '@trialogue/store';
import type { Budget } from './execution';
import type { ExecutionFigures } from './record';

const mostEvents = 100;

type Answered = Pick<Extract<ChatEvent, { type: 'end' }>, 'usage' | 'model' | 'stopReason' | 'standIn' | 'fallback'>;

/** Counts what happens during one execution. */
export class Tally {
  private readonly usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  private readonly events: { type: string; data: JsonObject }[] = [];
  private cost: number | null = 0;
  private last: { model: string; stopReason?: string } | undefined;
  private standIn = false;
  private fallback = false;

  constructor(
    private readonly log: Pick<EventLog, 'check'>,
    private readonly prices: () => Prices,
    private readonly budget: Budget = {},
  ) {}

  /** Adds what one model said of its answer. */
  answered(answer: Answered): void {
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) this.usage[kind] += answer.usage[kind];
    const cost = answer.standIn ? 0 : this.costOfAnswer(answer);
    this.cost = this.cost === null || cost === null ? null : this.cost + cost;
    this.last = { model: answer.model, stopReason: answer.stopReason };
    this.standIn ||= answer.standIn;
    this.fallback ||= answer.fallback ?? false;
  }

  /** Of one whose provider counts nothing: nothing, where its price is known. */
  private costOfAnswer({ model, usage }: Answered): number | null {
    const isCounted = Object.values(usage).some((tokens) => tokens > 0);
    if (!isCounted && priceOf(model, this.prices())) return 0;
    return costOf([{ model, ...usage }], this.prices());
  }

  /**
   * Tokens that an answer may have with what is left of the budget, at least 1; undefined: any number.
   *
   * @param models who may answer, as their providers call them; the dearest one counts
   */
  mostTokens(models: () => readonly string[]): number | undefined {
    const { tokens, usd } = this.budget;
    if (tokens === undefined && usd === undefined) return undefined;
    const used = Object.values(this.usage).reduce((sum, kind) => sum + kind, 0);
    const price = Math.max(0, ...models().map((model) => priceOf(model, this.prices())?.output ?? 0));
    const bounds = [
      ...(tokens === undefined ? [] : [tokens - used]),
      ...(usd === undefined || !price ? [] : [((usd - (this.cost ?? 0)) * 1e6) / price]),
    ];
    return bounds.length === 0 ? undefined : Math.max(1, Math.floor(Math.min(...bounds)));
  }

  /** A model that the strategy asks itself, and for which there are no tokens to count. */
  asked(model: string, standIn: boolean): void {
    this.last = { model };
    this.standIn ||= standIn;
  }

  event(type: string, data: JsonObject): void {
    if (isOwnEventType(type)) throw new Error(`events of the type ${type} are written by the product itself`);
    const refused = this.log.check({ unit: 'any', id: 'any', type, at: '2000-01-01T00:00:00Z', data });
    if (refused) throw new Error(`an event of the type ${type} is refused: ${refused}`);
    if (this.events.length === mostEvents) throw new Error(`one execution may append ${mostEvents} events`);
    this.events.push({ type, data: structuredClone(data) }); // the strategy may go on changing it
  }

  figures(latencyMs: number): ExecutionFigures {
    const { usage, cost, last, standIn, fallback, events } = this;
    return { latencyMs, usage, cost, ...last, standIn, ...(fallback && { fallback }), events };
  }
}
