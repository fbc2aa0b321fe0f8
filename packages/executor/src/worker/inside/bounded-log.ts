import { inspect } from 'node:util';
import type { Logger } from '@trialogue/plugin-api';

/** A line on its way to the host's log. */
export interface LogLine {
  readonly level: keyof Logger;
  readonly data: object;
  readonly text: string;
}

const mostAtOnce = 200;
const perSecond = 50;
const longestText = 4_096;
const longestData = 16_384;

/**
 * What a plugin logs, bounded in size and number: 200 lines at once, 50 a second after that. The next line that is let through
 * says how many were dropped before it.
 */
export class BoundedLog {
  private allowed = mostAtOnce;
  private at = performance.now();
  private dropped = 0;

  constructor(private readonly write: (line: LogLine, within?: number) => void) {}

  /** @param write where its lines go; the plugin's own log unless told */
  logger(write: (line: LogLine) => void = this.write): Logger {
    const at = (level: keyof Logger) => (data: object, text: string) => this.line(level, data, text, write);
    return { info: at('info'), warn: at('warn'), error: at('error') };
  }

  private line(level: keyof Logger, data: object, text: string, write: (line: LogLine) => void): void {
    const now = performance.now();
    this.allowed = Math.min(mostAtOnce, this.allowed + ((now - this.at) / 1_000) * perSecond);
    this.at = now;
    if (this.allowed < 1) {
      this.dropped += 1;
      return;
    }
    this.allowed -= 1;
    const dropped = this.dropped > 0 ? { dropped: this.dropped } : {};
    this.dropped = 0;
    write({ level, data: { ...loggable(data), ...dropped }, text: String(text).slice(0, longestText) });
  }
}

/** As JSON has it, errors with their name, message and stack; in place of what is too long or no JSON, why it is left out. */
function loggable(data: object): object {
  try {
    const text = JSON.stringify(data, (_, value) =>
      value instanceof Error ? { ...value, name: value.name, message: value.message, stack: value.stack } : value,
    );
    return text.length > longestData ? { leftOut: `${text.length} characters` } : JSON.parse(text);
  } catch (error) {
    return { leftOut: inspect(error, { depth: 0 }).slice(0, longestText) };
  }
}

/** What is written to standard output and error becomes lines of the log. */
export function catchOutput(log: BoundedLog): void {
  const { info, warn } = log.logger();
  for (const [stream, say] of [
    ['stdout', info],
    ['stderr', warn],
  ] as const)
    process[stream].write = (chunk: string | Uint8Array, encoding?: unknown, written?: unknown) => {
      const text = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
      if (text.trim() !== '') say({ stream }, text.trimEnd());
      const done = typeof encoding === 'function' ? encoding : written;
      if (typeof done === 'function') queueMicrotask(done as () => void);
      return true;
    };
}
