import type { Store } from '../../store';
import type { StreamEvent } from '../../streams/reading';
import type { StreamsWorld } from './world';

/** What a group of contract tests works with; everything is new for each test but the world. */
export interface Scene {
  readonly world: StreamsWorld;
  readonly store: Store;
  readonly elsewhere: Store;
  readonly conversation: string;
  /** Reads the conversation until the test is over. */
  read(after: string | null, from?: Store): AsyncIterableIterator<StreamEvent>;
}
