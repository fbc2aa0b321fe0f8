/** Where MLflow's tracking server is, and who asks it. */
export interface MlflowAddress {
  readonly url: string;
  /** The header of that name. */
  readonly authorization?: string;
  /** A file of certificates, PEM: of the authority that signed the server's own, beside those that Node trusts. */
  readonly caFile?: string;
}

/**
 * Where the variables of MLflow's own clients say that it is: `MLFLOW_TRACKING_URI`, and, as they have it, a user with a
 * password before a token. Undefined for what is not spoken to over HTTP.
 */
export function mlflowAddressIn(variable: (name: string) => string | undefined): MlflowAddress | undefined {
  const uri = variable('MLFLOW_TRACKING_URI') ?? '';
  if (!/^https?:/.test(uri) || !URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  const user = variable('MLFLOW_TRACKING_USERNAME') ?? decoded(url.username);
  const password = variable('MLFLOW_TRACKING_PASSWORD') ?? decoded(url.password);
  const token = variable('MLFLOW_TRACKING_TOKEN');
  const caFile = variable('MLFLOW_TRACKING_SERVER_CERT_PATH');
  url.username = '';
  url.password = '';
  const basic = user && password && `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return {
    url: url.href,
    authorization: basic || (token && `Bearer ${token}`) || undefined,
    ...(caFile && { caFile }),
  };
}

/** As it stands where its `%` encode nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
