/** Configs of variants, as `variant-config.schema.json` beside this file has them; printed from the same strategies. */

interface Shared { flow_config?: { flow_id: string; initial_state?: string }; params?: { [member: string]: unknown }; fallback_model?: { provider: string; name: string }; fallback_variant?: string; budget?: { tokens?: number; usd?: number; message?: string }; history?: { tokens?: number; summary?: { after_tokens: number; model?: { provider: string; name: string }; tokens?: number } } }

export type PromptTemplateMember = { prompt_version_id: string; model_provider?: string; model_name?: string; tools?: readonly (string)[] };

export type MlflowModelMember = { policy_version_id: string; model_name?: string; shadow?: { policy_version_id: string; share?: number } };

export type HybridMember = { mode?: "predict_then_prompt" | "route" | "prompt_then_predict" | "rerank"; routes?: readonly ({ equals?: unknown; from?: number; below?: number; prompt: string })[]; features_prompt?: string; candidates_prompt?: string; best?: "highest" | "lowest"; words?: boolean; on_prediction_failure?: { value?: unknown; skip?: boolean }; on_prompt_failure?: { text: string } };

export type VariantConfig =
  | (Shared & { execution_strategy: "prompt_template"; prompt_config: PromptTemplateMember })
  | (Shared & { execution_strategy: "mlflow_model"; mlflow_model: MlflowModelMember })
  | (Shared & { execution_strategy: "hybrid"; hybrid?: HybridMember; mlflow_model: MlflowModelMember; prompt_config: PromptTemplateMember })
  | (Shared & { execution_strategy?: "mlflow_model"; policy_version_id: string; mlflow_model?: Partial<MlflowModelMember> });

