import type { Logger } from '@trialogue/plugin-api';
import type { LoadedPlugin } from './loaded-plugin';

/** Longer than the gateways hold an old schema for the subscriptions that are open on it. */
const patienceMs = 16 * 60_000;
const closingMs = 30_000;

/** Stops plugins that are served no more, each once nothing runs with it. */
export class LettingGo {
  private readonly stopping = new Map<LoadedPlugin, Promise<void>>();
  private hurry: () => void = () => {};
  private readonly closing = new Promise<void>((resolve) => {
    this.hurry = resolve;
  });

  constructor(private readonly logger: Logger) {}

  /**
   * Stops it in the background.
   *
   * @param unasked resolves when the graph is asked no more that it was part of
   */
  begin(plugin: LoadedPlugin, unasked: Promise<void> = Promise.resolve()): void {
    if (this.stopping.has(plugin)) return;
    const stopping = this.stop(plugin, unasked).finally(() => this.stopping.delete(plugin));
    this.stopping.set(plugin, stopping);
  }

  /** Waits for all of them, no longer for who asks the graph, and for what runs 30 s at most. */
  async finish(): Promise<void> {
    this.hurry();
    await Promise.all(this.stopping.values());
  }

  private async stop(plugin: LoadedPlugin, unasked: Promise<void>): Promise<void> {
    const timers: NodeJS.Timeout[] = [];
    const over = (ms: number) =>
      new Promise<'over'>((resolve) => timers.push(setTimeout(() => resolve('over'), ms).unref()));
    const idle = Promise.race([unasked.catch(() => undefined), this.closing]).then(() => plugin.running.none());
    const ended = await Promise.race([idle, over(patienceMs), this.closing.then(() => over(closingMs))]);
    for (const timer of timers) clearTimeout(timer);
    if (ended === 'over')
      this.logger.warn({ plugin: plugin.name }, 'The plugin is stopped although something still runs with it.');
    await plugin.stop();
  }
}
