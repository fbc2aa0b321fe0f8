import type { ListFormat } from './entries';
import { holdoutEntrySchema, layerEntrySchema } from './rules-schema';

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

/** `config/layers.yml`. */
export const layerFormat: ListFormat<LayerEntry> = {
  list: 'layers',
  noun: 'layer',
  schema: layerEntrySchema,
  toInput: ({ bucketer = 'native', ...rest }) => ({ input: { ...rest, bucketer: bucketer.toUpperCase() } }),
};

/** `config/holdouts.yml`. */
export const holdoutFormat: ListFormat<HoldoutEntry> = {
  list: 'holdouts',
  noun: 'holdout',
  schema: holdoutEntrySchema,
  toInput: (input) => ({ input }),
};
