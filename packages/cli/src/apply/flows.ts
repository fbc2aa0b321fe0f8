import type { Elsewhere, Gathered, ListFormat } from './entries';
import { inside } from './inside';
import { flowEntrySchema } from './schemas';
import { type Path, readYaml, type YamlFile } from './yaml-file';

export interface FlowEntry {
  readonly name: string;
  readonly description?: string;
  readonly versions: readonly FlowVersionEntry[];
}

export interface FlowVersionEntry {
  readonly version: number;
  readonly description?: string;
  readonly file: string;
  readonly status?: string;
}

const largestFlow = 262_144;

/** `config/flows.yml`, with the flows that it names. */
export const flowFormat = (root: string): ListFormat<FlowEntry> => ({
  list: 'flows',
  noun: 'flow',
  schema: flowEntrySchema,
  toInput({ name, description = '', versions }, gathered) {
    const definitions = versions.map(({ file }, index) =>
      readDefinition(root, file, ['versions', index, 'file'], gathered),
    );
    const input = {
      key: name,
      description,
      versions: versions.map((version, index) => ({
        number: version.version,
        description: version.description ?? '',
        status: (version.status ?? 'active').toUpperCase(),
        definition: definitions[index]?.content,
        source: { file: version.file },
      })),
    };
    return { input, elsewhere: inDefinition(definitions) };
  },
});

/** What the graph says of `versions.0.definition.states.welcome` stands under `states.welcome` of the flow's file. */
const inDefinition =
  (definitions: readonly (YamlFile | undefined)[]): Elsewhere =>
  ([list, index, member, ...path]) => {
    const file = list === 'versions' && member === 'definition' ? definitions[Number(index)] : undefined;
    return file && { file, path };
  };

function readDefinition(root: string, name: string, path: Path, gathered: Gathered): YamlFile | undefined {
  if (inside(root, name, largestFlow, path, gathered) === undefined) return undefined;
  const file = readYaml(root, name);
  for (const { message, ...position } of file.faults) gathered.faultIn(file, position, message);
  const isObject = typeof file.content === 'object' && file.content !== null && !Array.isArray(file.content);
  if (file.faults.length === 0 && !isObject) gathered.faultIn(file, [], 'expected a flow: initial, slots, states');
  return file;
}
