import { type Entry, readEntries, toInputs } from './entries';
import { inside } from './inside';
import { flowEntrySchema } from './schemas';
import { readYaml, type YamlFile } from './yaml-file';

interface FlowEntry {
  readonly name: string;
  readonly description?: string;
  readonly versions: readonly {
    readonly version: number;
    readonly description?: string;
    readonly file: string;
    readonly status?: string;
  }[];
}

const largestFlow = 262_144;

/** What `applyFlows` takes, the entries it came from, what was refused before, and every file that was read. */
export function readFlows(root: string) {
  const read = readEntries<FlowEntry>(root, 'flows', 'flow', flowEntrySchema);
  return toInputs(read, 'flow', (entry, files) => toInput(root, entry, files));
}

function toInput(root: string, entry: Entry<FlowEntry>, files: Set<string>) {
  const { name, description = '', versions } = entry.value;
  const definitions = versions.map(({ file }) => readDefinition(root, file, files));
  const input = {
    key: name,
    description,
    versions: versions.map((version, index) => ({
      number: version.version,
      description: version.description ?? '',
      status: (version.status ?? 'active').toUpperCase(),
      definition: definitions[index]!.content,
    })),
  };
  return { input, entry: { ...entry, elsewhere: inDefinition(definitions) } };
}

/** What the graph says of `versions.0.definition.states.welcome` stands under `states.welcome` of the flow's file. */
const inDefinition =
  (definitions: readonly YamlFile[]): Entry<FlowEntry>['elsewhere'] =>
  ([list, index, member, ...path]) => {
    const file = list === 'versions' && member === 'definition' ? definitions[Number(index)] : undefined;
    return file && { file, path };
  };

function readDefinition(root: string, name: string, files: Set<string>): YamlFile {
  inside(root, name, largestFlow, files);
  const file = readYaml(root, name);
  const [fault] = file.faults;
  if (fault) throw new Error(`${name}:${fault.line}: ${fault.message}`);
  if (typeof file.content !== 'object' || file.content === null || Array.isArray(file.content))
    throw new Error(`${name}:1: expected a flow: initial, slots, states`);
  return file;
}
