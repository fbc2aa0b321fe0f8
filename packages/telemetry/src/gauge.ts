import { Gauge, type Registry } from 'prom-client';

/** Longer than anything that is read takes, and shorter than Prometheus waits (10 s unless told). */
const patienceMs = 3_000;

export interface GaugeOf<Label extends string> {
  readonly name: string;
  /** One sentence, for whoever reads `/metrics`. */
  readonly help: string;
  readonly labels?: readonly Label[];
}

export type SetValue<Label extends string> = (value: number, labels?: { readonly [Name in Label]: string }) => void;

/**
 * A gauge that is read whenever somebody looks, and never otherwise. What cannot be read then, or not in time, is absent:
 * an old value would look like a new one.
 */
export function gauge<Label extends string = never>(
  registry: Registry,
  { name, help, labels = [] }: GaugeOf<Label>,
  read: (set: SetValue<Label>) => void | Promise<void>,
): void {
  const shown = new Gauge<string>({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    async collect() {
      shown.reset();
      if (labels.length === 0) shown.remove();
      const values: Parameters<SetValue<Label>>[] = [];
      const whole = await inTime(async () => read((...value) => void values.push(value)));
      if (whole) for (const [value, by] of values) by ? shown.set(by, value) : shown.set(value);
    },
  });
}

/** Whether it was done without an error and within the time. */
async function inTime(work: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const done = work().then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
