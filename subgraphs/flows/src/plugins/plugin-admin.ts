import { DomainError } from '@trialogue/errors';
import {
  type PluginEntry,
  type PluginState,
  type Plugins,
  placed,
  placeOf,
  readPluginEntry,
} from '@trialogue/executor';

/** The project's `config/plugins.yml`. What writes throws PLUGINS_FILE_REFUSED, and then leaves it as it was. */
export interface PluginListFile {
  /** The entries as they stand. */
  read(): readonly PluginEntry[];
  /** Names and paths that may be added beside them. */
  readonly allowed: readonly string[];
  /** Writes an entry, in place of one of the same name or path. */
  put(entry: PluginEntry): Promise<unknown>;
  /** Takes the entry of this name or path out, if it is there. */
  remove(place: string): Promise<void>;
}

type Given = Pick<Partial<PluginEntry>, 'options' | 'secrets' | 'scopes'>;

/** Changes which plugins the product has, while it runs: the file and what is loaded, both or neither. */
export class PluginAdmin {
  constructor(
    private readonly plugins: Plugins,
    private readonly file: PluginListFile,
  ) {}

  /** Throws PLUGIN_NOT_ALLOWED, BAD_USER_INPUT, PLUGIN_REFUSED, PLUGINS_FILE_REFUSED. */
  add(name: string, given: Given): Promise<PluginState> {
    return this.plugins.exclusively(async (load) => {
      const entries = this.file.read();
      const before = entries.find((entry) => placeOf(entry) === name);
      if (!before && !this.file.allowed.includes(name)) throw new DomainError('PLUGIN_NOT_ALLOWED', { plugin: name });
      const entry = entryOf(before ?? placed(name), given);
      const next = before ? entries.map((other) => (other === before ? entry : other)) : [...entries, entry];
      try {
        await load(next);
        const state = this.plugins.states.find(({ place }) => place === name);
        if (state?.state !== 'LOADED' || state.problem !== undefined)
          throw new DomainError('PLUGIN_REFUSED', { plugin: name, reason: state?.problem ?? 'it does not load' });
        await this.file.put(entry);
        return state;
      } catch (error) {
        await load(entries);
        throw error;
      }
    });
  }

  /** Throws PLUGIN_NOT_FOUND, PLUGIN_IN_USE, PLUGINS_FILE_REFUSED. */
  remove(name: string, force: boolean): Promise<readonly PluginState[]> {
    return this.plugins.exclusively(async (load) => {
      const entries = this.file.read();
      const place = this.placeNamed(name, entries);
      const users = force ? [] : await this.plugins.usersOf(place);
      if (users.length > 0) throw new DomainError('PLUGIN_IN_USE', { plugin: name, users: users.join(', ') });
      await this.file.remove(place);
      return load(
        entries.filter((entry) => placeOf(entry) !== place),
        { force: place },
      );
    });
  }

  /** Throws PLUGIN_NOT_FOUND. */
  reload(name: string | undefined): Promise<readonly PluginState[]> {
    return this.plugins.exclusively(async (load) => {
      const entries = this.file.read();
      return load(entries, name === undefined ? {} : { again: this.placeNamed(name, entries) });
    });
  }

  private placeNamed(name: string, entries: readonly PluginEntry[]): string {
    const isListed = entries.some((entry) => placeOf(entry) === name);
    const place = isListed ? name : this.plugins.find(name)?.place;
    if (place === undefined) throw new DomainError('PLUGIN_NOT_FOUND', { plugin: name });
    return place;
  }
}

/** Throws BAD_USER_INPUT. */
function entryOf(before: Partial<PluginEntry>, { options, secrets, scopes }: Given): PluginEntry {
  const { location: _, ...entry } = before;
  const read = readPluginEntry({
    ...entry,
    ...(options && { options }),
    ...(secrets && { secrets }),
    ...(scopes && { scopes }),
  });
  if ('entry' in read) return read.entry;
  throw new DomainError('BAD_USER_INPUT', { problem: `The plugin is refused: ${read.problem}.` });
}

/** Of a product without the file: what it was started with stays. */
export function unlisted(entries: readonly PluginEntry[]): PluginListFile {
  const refuse = async () => {
    throw new DomainError('PLUGINS_FILE_REFUSED', { reason: 'this product was started without it' });
  };
  return { read: () => entries, allowed: [], put: refuse, remove: refuse };
}
