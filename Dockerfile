# Lanyard in a container: no compiler, no development packages, no root, and nothing written outside of DATA_DIR.
# Every step is a script that the tests run, too (test/scripts/image.test.ts).
# By its exact version; no digest, because none was checked.
ARG NODE_VERSION=24.11.1

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /build
# Apart from the sources, so that a change of those installs nothing anew.
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
COPY scripts ./scripts
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json manifest.json manifest.socket-mode.json ./
COPY public ./public
COPY simulator ./simulator
COPY src ./src
RUN npm run build && node scripts/assemble-image.mjs /app

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data PORT=3000
WORKDIR /app
RUN install -d -o node -g node -m 0700 /data
COPY --from=build /app ./
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["node", "scripts/health-check.mjs"]
CMD ["node", "dist/src/main.js"]
