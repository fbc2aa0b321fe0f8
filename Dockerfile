# One image for the gateway, every subgraph and the `apply` job; `--target mlflow` is MLflow with a Postgres driver.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --no-audit --no-fund && npm prune --omit=dev --no-audit --no-fund

FROM python:3.11-slim-bookworm AS mlflow
RUN pip install --no-cache-dir mlflow==3.18.0 psycopg2-binary==2.9.11
RUN useradd --create-home mlflow
USER mlflow
WORKDIR /home/mlflow
EXPOSE 5000

FROM node:22-bookworm-slim AS trialogue
WORKDIR /app
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=1
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
ENV TRIALOGUE_DATA=/data
VOLUME /data
ENTRYPOINT ["node", "packages/cli/bin/trialogue.js"]
CMD ["start"]
