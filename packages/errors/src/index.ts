export { DomainError, type ErrorData, type ErrorDetail, type Problem } from './domain-error';
export { SetupError } from './setup-error';
export { type ErrorCode, errorTable } from './table';
