/** What a scoring server of MLflow answers to a request that it cannot carry out: `{ error_code, message }`. */
export class Refusal extends Error {
  constructor(
    readonly code: 'BAD_REQUEST' | 'INVALID_PARAMETER_VALUE' | 'RESOURCE_DOES_NOT_EXIST',
    message: string,
    readonly status = code === 'RESOURCE_DOES_NOT_EXIST' ? 404 : 400,
  ) {
    super(message);
  }
}
