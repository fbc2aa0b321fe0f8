import type { GraphModule } from '@trialogue/plugin-api';
import { promptTemplate } from './prompt-template';

interface VariantReference {
  readonly config: {
    readonly execution_strategy?: unknown;
    readonly prompt_config?: { readonly model_provider?: string; readonly model_name?: string };
    readonly params?: object;
  };
}

/** What a variant changes about its prompt version's model; the version's own is at `Variant.prompt`. */
export const modelOverride: GraphModule = {
  typeDefs: `
    extend type Variant @key(fields: "experimentKey key") {
      experimentKey: ID! @external
      key: ID! @external
      config: JSONObject! @external
      """
      What this variant sets in place of its prompt version's model and parameters (see prompt); null unless its strategy
      is prompt_template.
      """
      modelOverride: ModelOverride @requires(fields: "config")
    }

    type ModelOverride {
      "Null: the prompt version's provider."
      provider: String
      "Null: the prompt version's model."
      name: String
      "Merged over the prompt version's parameters; empty: they stand as they are."
      params: JSONObject!
    }
  `,
  resolvers: {
    Variant: {
      modelOverride({ config }: VariantReference) {
        if (config.execution_strategy !== promptTemplate.name) return null;
        const { model_provider, model_name } = config.prompt_config ?? {};
        return { provider: model_provider ?? null, name: model_name ?? null, params: config.params ?? {} };
      },
    },
  },
};
