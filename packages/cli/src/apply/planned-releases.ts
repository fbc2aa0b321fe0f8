/** A release that a dry run would have published. */
export interface PlannedRelease {
  readonly kind: string;
  readonly key: string;
  readonly schema: number;
  readonly body: { readonly [member: string]: unknown };
}

/**
 * Those of the planned releases that some inputs may name, by what they or their versions are called, and those that
 * these name in turn. In their order. The rest need not be sent.
 */
export function mentioned(inputs: readonly object[], planned: readonly PlannedRelease[]): PlannedRelease[] {
  const wanted = new Set<PlannedRelease>();
  const texts = [JSON.stringify(inputs)];
  for (let text = texts.pop(); text !== undefined; text = texts.pop())
    for (const release of planned) {
      if (wanted.has(release) || !namesOf(release, planned).some((name) => text.includes(name))) continue;
      wanted.add(release);
      texts.push(JSON.stringify(release.body));
    }
  return planned.filter((release) => wanted.has(release));
}

/** Of a head, and of each of its versions. */
function namesOf({ key }: PlannedRelease, planned: readonly PlannedRelease[]): string[] {
  const [name] = key.split('@') as [string];
  const aliases = planned.filter((one) => one.key === name).flatMap(({ body }) => Object.keys(body.aliases ?? {}));
  return [name, ...aliases];
}
