import type { GraphModule } from '@trialogue/plugin-api';

interface VariantReference {
  readonly config: { readonly mlflow_model?: { readonly policy_version_id?: unknown; readonly model_name?: unknown } };
}

interface ModelVersion {
  readonly reference: string;
  readonly name: string | null;
}

/** The model version that a variant predicts with: that of any strategy whose config has the member `mlflow_model`. */
export const variantModel: GraphModule = {
  typeDefs: `
    extend type Variant @key(fields: "experimentKey key") {
      experimentKey: ID! @external
      key: ID! @external
      config: JSONObject! @external
      "The model version that this variant predicts with; null when its config names none."
      model: ModelVersion @requires(fields: "config")
    }

    type ModelVersion {
      "As the config names it: \`name@number\` as soon as the experiment has started, before that any of its names."
      reference: ID!
      "Null as long as the experiment has not started and the config names it otherwise than \`name@number\`."
      policyVersion: PolicyVersion
      "What the config says the model is called, if it says it; the policy version has the name that counts."
      name: String
    }
  `,
  resolvers: {
    Variant: {
      model({ config }: VariantReference): ModelVersion | null {
        const { policy_version_id: reference, model_name: name } = config.mlflow_model ?? {};
        if (typeof reference !== 'string') return null;
        return { reference, name: typeof name === 'string' ? name : null };
      },
    },
    ModelVersion: {
      policyVersion: ({ reference }: ModelVersion) => (/.@[1-9]\d*$/.test(reference) ? { id: reference } : null),
    },
  },
};
