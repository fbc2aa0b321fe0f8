export { type MlflowAddress, mlflowAddressIn } from './address';
export { Lifetime } from './lifetime';
export { type MlflowApi, mlflowApi, named } from './mlflow-api';
export { MlflowError } from './mlflow-error';
export {
  type Metric,
  type MlflowRegistry,
  type ModelVersion,
  mlflowRegistry,
  type Page,
  type RegisteredModel,
  type Run,
  type Search,
  type Tag,
} from './registry';
export { type Signature, type SignatureColumn, type SignatureParam, signatureIn } from './signature';
