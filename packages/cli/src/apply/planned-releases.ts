/** A release that a dry run would have published. */
export interface PlannedRelease {
  readonly kind: string;
  readonly key: string;
  readonly schema: number;
  readonly body: { readonly [member: string]: unknown };
}

/**
 * Of the planned releases what a later list can tell: all names, and of their versions, which may be large, those that
 * its inputs may mean, and those that these mean in turn. In their order.
 */
export function mentioned(inputs: readonly object[], planned: readonly PlannedRelease[]): PlannedRelease[] {
  const wanted = new Set<PlannedRelease>();
  const texts = [JSON.stringify(inputs)];
  for (let text = texts.pop(); text !== undefined; text = texts.pop())
    for (const release of planned) {
      if (wanted.has(release) || !(isHead(release) || namesOf(release, planned).some((name) => text.includes(name))))
        continue;
      wanted.add(release);
      texts.push(JSON.stringify(release.body));
    }
  return planned.filter((release) => wanted.has(release));
}

const isHead = ({ key }: PlannedRelease) => !key.includes('@');

/** Of what a version is one of, and of the model that it serves: `models:/NAME/VERSION` means it, too. */
function namesOf({ key, body: { modelName } }: PlannedRelease, planned: readonly PlannedRelease[]): string[] {
  const [name] = key.split('@') as [string];
  const aliases = planned.filter((one) => one.key === name).flatMap(({ body }) => Object.keys(body.aliases ?? {}));
  return [name, ...aliases, ...(typeof modelName === 'string' ? [modelName] : [])];
}
