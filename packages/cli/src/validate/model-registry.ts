import { type ModelRegistry, RegistrySilent } from '@trialogue/experiments-subgraph';
import type { EntryList } from '../apply/entries';
import { noteAt, type Said } from '../apply/outcome';
import { type Finding, findingOf } from './finding';

/** For all policies together. */
const patienceMs = 30_000;

/** As much of a policy's input as names models. */
interface PolicyInput {
  readonly versions: readonly { readonly modelName: string; readonly modelVersion: string }[];
}

/** Versions of models that policies name and the registry does not have. When it cannot be asked, that is a warning. */
export async function missingModels(registry: ModelRegistry, { entries, inputs }: EntryList): Promise<Finding[]> {
  const findings: Finding[] = [];
  const signal = AbortSignal.timeout(patienceMs);
  for (const [position, { file, index, name }] of entries.entries())
    for (const [number, version] of (inputs[position] as PolicyInput).versions.entries()) {
      const place = file.placeOf(['policies', index, 'versions', number, 'model_version']);
      const say = (said: Said) => findingOf(file.name, `policy ${name}`, noteAt(place, said, 2));
      try {
        const problem = await registry.missing(version.modelName, version.modelVersion, signal);
        if (problem !== undefined) findings.push(say(problem));
      } catch (error) {
        if (!(error instanceof RegistrySilent)) throw error;
        return [...findings, { ...say({ message: error.message }), severity: 'warning' }];
      }
    }
  return findings;
}
