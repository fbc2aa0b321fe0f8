import { readEntries } from './entries';
import { holdoutEntrySchema, layerEntrySchema } from './experiment-schema';

interface PartitionEntry {
  readonly key: string;
  readonly description?: string;
  readonly salt?: string;
}

interface LayerEntry extends PartitionEntry {
  readonly bucketer?: string;
}

interface HoldoutEntry extends PartitionEntry {
  readonly share: number;
}

/** What `applyLayers` takes, the entries it came from, what was refused before, and every file that was read. */
export function readLayers(root: string) {
  const read = readEntries<LayerEntry>(root, 'layers', 'layer', layerEntrySchema);
  const inputs = read.entries.map(({ value: { bucketer = 'native', ...rest } }) => ({
    ...rest,
    bucketer: bucketer.toUpperCase(),
  }));
  return { ...read, inputs };
}

/** The same for `applyHoldouts`. */
export function readHoldouts(root: string) {
  const read = readEntries<HoldoutEntry>(root, 'holdouts', 'holdout', holdoutEntrySchema);
  return { ...read, inputs: read.entries.map(({ value }) => value) };
}
