import type { GraphModule } from '@trialogue/plugin-api';
import { hybrid } from './hybrid';
import { predictionVariable } from './variables';

interface VariantReference {
  readonly config: {
    readonly execution_strategy?: unknown;
    readonly mlflow_model?: { readonly policy_version_id?: unknown };
    readonly prompt_config?: { readonly prompt_version_id?: unknown };
  };
}

/** What a hybrid variant is put together from. */
export const hybridParts: GraphModule = {
  typeDefs: `
    extend type Variant @key(fields: "experimentKey key") {
      experimentKey: ID! @external
      key: ID! @external
      config: JSONObject! @external
      "What predicts and what puts it into words; null unless the variant's strategy is hybrid."
      hybrid: HybridParts @requires(fields: "config")
    }

    type HybridParts {
      "The policy version that predicts, as the config names it."
      policy: ID
      "The prompt version that answers, as the config names it."
      prompt: ID
      "The variable under which the prompt finds the prediction."
      predictionVariable: String!
    }
  `,
  resolvers: {
    Variant: {
      hybrid({ config }: VariantReference) {
        if (config.execution_strategy !== hybrid.name) return null;
        const { mlflow_model: model, prompt_config: prompt } = config;
        const [policy, prompted] = [model?.policy_version_id ?? null, prompt?.prompt_version_id ?? null];
        return { policy, prompt: prompted, predictionVariable };
      },
    },
  },
};
