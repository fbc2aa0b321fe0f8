import type { Logger } from 'pino';
import { describe } from './apply/outcome';
import { pluginsFile } from './plugins-file';
import type { Product } from './product';
import { FileWatch } from './watch';

const retryMs = 2_000;

/** Keeps a running product in step with its project's files: applies them, watches them, and applies them again. */
export class ProjectFiles {
  private readonly watch: FileWatch;
  private running: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly product: Pick<Product, 'apply' | 'reloadPlugins'>,
    root: string,
    private readonly logger: Logger,
  ) {
    this.watch = new FileWatch(
      root,
      () => void this.again(),
      (error) => logger.warn({ err: error }, 'A folder is not watched; restart after changing its files.'),
    );
    this.watch.watch([pluginsFile]);
  }

  /** Resolves when the files have been applied, or when it is clear that they will have to be applied later. */
  apply(): Promise<void> {
    return this.queue(() => this.applyOnce());
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    this.watch.close();
    await this.running;
  }

  private again(): Promise<void> {
    return this.queue(async () => {
      await this.product.reloadPlugins();
      await this.applyOnce();
    });
  }

  /** One after the other; what cannot be done because the database is away is done when it is back. */
  private queue(work: () => Promise<void>): Promise<void> {
    const guarded = async () => {
      if (!this.closed) await work().catch((error) => this.failed(error));
    };
    this.running = this.running.then(guarded);
    return this.running;
  }

  private failed(error: unknown): void {
    const { retryable } = (error as { extensions?: { retryable?: boolean } }).extensions ?? {};
    if (!retryable) {
      this.logger.error({ err: error }, 'The project’s files could not be applied.');
      return;
    }
    this.logger.warn({ err: error }, 'The project’s files wait until the database is back.');
    clearTimeout(this.retry);
    if (!this.closed) this.retry = setTimeout(() => void this.again(), retryMs);
  }

  private async applyOnce(): Promise<void> {
    const { outcomes, files } = await this.product.apply();
    this.watch.watch([pluginsFile, ...files]);
    for (const outcome of outcomes)
      if (outcome.result !== 'UNCHANGED' || outcome.notes.length > 0) process.stdout.write(`${describe(outcome)}\n`);
  }
}
