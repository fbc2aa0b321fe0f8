import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import type { Path, Position, YamlFile } from '../apply/yaml-file';
import { leadsInto } from '../leads-into';
import { isPlainPlace } from '../sync/new-files';
import { readFlowFile } from './flow-file';

/** A file of a project's flows, wherever a product says that it was; undefined for one that is not there, or no YAML. */
export function flowText(
  root: string,
  file: string,
): { readonly content: unknown; placeOf(at: Path): Position } | undefined {
  if (!isPlainPlace('flows', file) || !leadsInto(root, path.join(root, file))) return undefined;
  let read: YamlFile;
  try {
    read = readFlowFile(root, file);
  } catch (error) {
    if (error instanceof SetupError) return undefined;
    throw error;
  }
  return read.faults.length > 0 ? undefined : read;
}
