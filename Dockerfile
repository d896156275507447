# One image, three programs: migrations, API, console. docker-compose.yml says which runs where.
FROM node:24-slim AS build
WORKDIR /app
ENV CI=1 NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1
COPY . .
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile
RUN node scripts/run.mjs build
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile --prod --config.confirm-modules-purge=false \
  && rm -rf apps/console/.next/cache .turbo

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
COPY --from=build --chown=node:node /app /app
RUN mkdir -p /data && chown node:node /data
USER node
EXPOSE 3000 4000
CMD ["node", "apps/api/dist/main.js"]
