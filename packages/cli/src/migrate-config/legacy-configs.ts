import type { JsonObject } from '@trialogue/plugin-api';
import { normalizeConfig } from '@trialogue/variant-config';
import { type Document, isAlias, isMap, isSeq, type YAMLMap } from 'yaml';

/** A variant's config as it stands in a file of experiments. */
export interface WrittenConfig {
  /** From the root of the file. */
  readonly path: readonly (string | number)[];
  /** `meal_plan, variant a`. */
  readonly subject: string;
  readonly node: YAMLMap;
  readonly config: JsonObject;
  /** The same in the unified form; the very same object when nothing has to be rewritten. */
  readonly normal: JsonObject;
}

/** Every config under `experiments:`, an anchored one each time that it is used. What has another shape is passed over. */
export function writtenConfigs(document: Document, content: unknown): WrittenConfig[] {
  return listIn(document, ['experiments']).flatMap((_, experiment) =>
    listIn(document, ['experiments', experiment, 'variants']).flatMap((_, variant) => {
      const path = ['experiments', experiment, 'variants', variant, 'config'];
      const node = nodeAt(document, path);
      if (!isMap(node)) return [];
      const config = valueAt(content, path) as JsonObject;
      const [key, its] = [path.slice(0, 2), path.slice(0, 4)].map(
        (place) => (valueAt(content, place) as JsonObject).key,
      );
      const subject = `${key ?? `experiment ${experiment + 1}`}, variant ${its ?? variant + 1}`;
      return [{ path, subject, node, config, normal: normalizeConfig(config).config }];
    }),
  );
}

const listIn = (document: Document, path: WrittenConfig['path']): readonly unknown[] => {
  const node = nodeAt(document, path);
  return isSeq(node) ? node.items : [];
};

/** The node at a path, aliases followed. */
function nodeAt(document: Document, path: WrittenConfig['path']): unknown {
  let node: unknown = document.contents;
  for (const step of path) {
    if (!isMap(node) && !isSeq(node)) return undefined;
    const next: unknown = node.get(step, true);
    node = isAlias(next) ? next.resolve(document) : next;
  }
  return node;
}

const valueAt = (content: unknown, path: WrittenConfig['path']): unknown =>
  path.reduce<any>((value, step) => value[step], content);
