import { isolationOf, type PluginEntry } from './entries';
import { placeOf } from './plugin-files';

/** When it is a plugin's turn, of several that are opened side by side. */
export interface Turn {
  /** Waits for those listed before it that it may stand in the way of: at its place, or in this process as it is. */
  begin(): Promise<void>;
  /** Waits for those listed before it that are called so. */
  take(name: string): Promise<void>;
}

interface Opening {
  readonly entry: PluginEntry;
  /** Undefined: it has ended without. */
  readonly named: Promise<string | undefined>;
  readonly ended: Promise<void>;
}

/** Opens plugins side by side. Whose a place or a name is, is as if each were opened after those listed before it. */
export async function sideBySide(
  entries: readonly PluginEntry[],
  open: (entry: PluginEntry, turn: Turn) => Promise<void>,
): Promise<void> {
  const openings: Opening[] = [];
  for (const entry of entries) {
    const earlier = [...openings];
    let say: (name?: string) => void = () => undefined;
    const named = new Promise<string | undefined>((resolve) => {
      say = resolve;
    });
    const turn: Turn = {
      async begin() {
        await Promise.all(earlier.filter((one) => isInTheWay(one.entry, entry)).map(({ ended }) => ended));
      },
      async take(name) {
        say(name);
        for (const one of earlier) if ((await one.named) === name) await one.ended;
      },
    };
    openings.push({ entry, named, ended: open(entry, turn).finally(() => say()) });
  }
  await Promise.all(openings.map(({ ended }) => ended));
}

const isInTheWay = (earlier: PluginEntry, later: PluginEntry) =>
  placeOf(earlier) === placeOf(later) || [earlier, later].every((entry) => isolationOf(entry) === 'none');
