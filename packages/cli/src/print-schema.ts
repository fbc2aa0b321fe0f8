import { type ErrorCode, errorTable } from '@trialogue/errors';
import { flowFileSchema } from '@trialogue/flow-engine';
import { type StrategyBody, variantConfigSchema, variantConfigTypes } from '@trialogue/variant-config';
import { fileSchemas, variantConfigFile } from './apply/schemas';
import { onEmptyProduct } from './empty-product';
import { flowReferencePage } from './flow-reference';
import type { Product } from './product';

/** File name → text of all that is generated from the product itself: SDL, supergraph, JSON Schemas, the tables of errors and of flows. */
export const printSchema = (root: string): Promise<Record<string, string>> =>
  onEmptyProduct(root, { secret: () => undefined, prices: {} }, async (product) => {
    const files: Record<string, string> = {
      'docs/errors.md': errorPage(),
      'docs/flow-reference.md': flowReferencePage(flowFileSchema),
    };
    for (const { name, current } of product.subgraphs) files[`schema/${name}.graphql`] = `${current.sdl.trim()}\n`;
    files['schema/supergraph.graphql'] = `${product.gateway.supergraphSdl.trim()}\n`;
    const strategies = await strategiesOf(product);
    files['schema/variant-config.d.ts'] = variantConfigTypes(strategies);
    const schemas = { ...fileSchemas, [variantConfigFile]: variantConfigSchema(strategies) };
    for (const [name, schema] of Object.entries(schemas))
      files[`schema/${name}`] = `${JSON.stringify(schema, null, 2)}\n`;
    return files;
  });

/** What the plugins of `config/plugins.yml` brought. */
async function strategiesOf({ gateway }: Product): Promise<readonly StrategyBody[]> {
  const caller = { subject: 'schema', scopes: ['read'] as const };
  const { data, errors } = await gateway.execute('{ strategies { name configKey config uses } }', {}, caller);
  if (errors?.[0]) throw errors[0];
  return (data as { strategies: readonly StrategyBody[] }).strategies;
}

function errorPage(): string {
  const rows = (Object.keys(errorTable) as ErrorCode[]).sort().map((code) => {
    const { message, help, ...rest } = errorTable[code];
    return `| \`${code}\` | ${message.replace(/\{(\w+)\}/g, '*$1*')} | ${help} | ${'retryable' in rest ? 'yes' : ''} |`;
  });
  return `# Errors

Generated from \`packages/errors/src/table.ts\`; \`npm run schema\` writes it anew.

Every error that a caller can provoke has \`extensions.code\` from this table, \`extensions.help\`, a \`path\`, and, where the same
request may succeed later unchanged, \`extensions.retryable\`. An input with several faults lists them all in
\`extensions.problems\` as \`{ path, message }\`. Anything else is answered as \`INTERNAL_SERVER_ERROR\` with
\`extensions.requestId\`, under which the log has the cause. GraphQL's own codes (\`GRAPHQL_PARSE_FAILED\`,
\`GRAPHQL_VALIDATION_FAILED\`, \`BAD_USER_INPUT\`, …) mean what they mean everywhere.

| code | message | what to do | retryable |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
