import type { Json, JsonObject } from '@trialogue/plugin-api';

/** A part of the flows' schema. */
type Schema = JsonObject & { readonly properties?: { readonly [member: string]: Schema } };

const intro = `# The members of a flow

Generated from the JSON Schema of flows (\`schema/flow.schema.json\`); \`npm run schema\` writes it anew. The language is
taught by example in [conversation-flows.md](conversation-flows.md).

A state is of the kind of whose members it has the first in this order: KINDS. Members in bold type have to be there. Of
a member that is an object, its members follow it.
`;

/** The page that lists every member of a flow, from its JSON Schema. */
export function flowReferencePage(flow: JsonObject): string {
  const { slots, states, ...others } = (flow as Schema).properties!;
  const kinds = kindsIn(states!.additionalProperties as Schema);
  const outline: Schema = {
    ...(flow as Schema),
    properties: { ...others, slots: bare(slots!), states: bare(states!) },
  };
  const sections = [
    ['A flow', outline],
    ['A slot', slots!.additionalProperties as Schema],
    ...kinds.map(([kind, schema]) => [`State: \`${kind}\``, schema] as const),
  ] as const;
  const names = kinds.map(([kind]) => `\`${kind}\``).join(', ');
  return [intro.replace('KINDS', names), ...sections.map(([title, schema]) => sectionOf(title, schema))].join('\n');
}

const bare = ({ additionalProperties, ...schema }: Schema): Schema => schema as Schema;

/** The kinds of states, in the order in which the schema looks for them. */
function kindsIn(schema: Schema): [kind: string, schema: Schema][] {
  if (schema.if === undefined) return [];
  const [kind] = (schema.if as { required: string[] }).required;
  return [[kind!, schema.then as Schema], ...kindsIn(schema.else as Schema)];
}

function sectionOf(title: string, schema: Schema): string {
  const rows = rowsOf(schema, '').map((row) => `| ${row.join(' | ')} |`);
  const about = schema.description === undefined ? [] : [String(schema.description), ''];
  return [`## ${title}`, '', ...about, '| member | value | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

/** Every member, and those below it. */
function rowsOf({ properties = {}, required = [] }: Schema, before: string): string[][] {
  return Object.entries(properties).flatMap(([member, schema]) => {
    const name = `\`${before}${member}\``;
    const row = [(required as Json[]).includes(member) ? `**${name}**` : name, takenBy(schema), meaningOf(schema)];
    return [row, ...rowsOf(schema, `${before}${member}.`), ...rowsOf(itemsOf(schema), `${before}${member}[].`)];
  });
}

/** Of a list or a map, unless an object with the same members may stand alone in its place. */
function itemsOf({ items, properties, additionalProperties }: Schema): Schema {
  if (properties !== undefined) return {};
  return ((typeof additionalProperties === 'object' ? additionalProperties : items) ?? {}) as Schema;
}

const meaningOf = ({ description = '', default: fallback }: Schema): string =>
  cell(`${description}${fallback === undefined ? '' : ` Default: \`${JSON.stringify(fallback)}\`.`}`.trim());

const cell = (text: string) => text.replaceAll('|', '\\|');

/** What may stand there, in a few words. */
function takenBy(schema: Schema): string {
  const { type, enum: options } = schema;
  if (Array.isArray(options)) return options.map((option) => `\`${JSON.stringify(option)}\``).join(', ');
  const types = [type ?? []].flat() as string[];
  return types.length === 0 ? 'any JSON' : types.map((one) => typeInWords(one, schema)).join(', or ');
}

function typeInWords(type: string, schema: Schema): string {
  const { minimum, maximum, maxLength, maxItems, maxProperties, pattern, items } = schema;
  const most = (bound: Json | undefined, unit: string) => (bound === undefined ? '' : `, at most ${bound} ${unit}`);
  switch (type) {
    case 'string':
      return `text${most(maxLength, 'characters')}${pattern === undefined ? '' : `, as ${cell(`\`${pattern}\``)}`}`;
    case 'array':
      return `list of ${items === undefined ? 'values' : listed(items as Schema)}${most(maxItems, 'of them')}`;
    case 'object':
      return `object${most(maxProperties, 'members')}`;
    case 'integer':
      return `whole number${minimum === undefined ? '' : `, ${minimum} to ${maximum}`}`;
    case 'boolean':
      return '`true` or `false`';
    default:
      return type;
  }
}

function listed({ type, enum: options }: Schema): string {
  if (Array.isArray(options)) return options.map((option) => `\`${option}\``).join(', ');
  return type === 'object' ? 'objects' : 'texts';
}
