# What runs in production: Node, the bot, the cards and the packages they need. No test, no tool, no build step, nothing to write to.
# Pin the base by digest in your registry: docker buildx imagetools inspect node:24.21.0-slim
ARG NODE=node:24.21.0-slim

FROM ${NODE} AS packages
WORKDIR /unlock
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
# Tests of packages bring keys of their own, which whoever scans the image would have to explain.
RUN find node_modules -type d \( -name test -o -name tests -o -name __tests__ \) -prune -exec rm -rf {} +
# Source maps and types tell a reader of the image more than they help anybody; licences stay.
RUN find node_modules -type f \( -name '*.map' -o -name '*.test.*' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete

FROM ${NODE}
# npm, yarn and corepack are tools of a developer, and of whoever breaks in.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn*
WORKDIR /unlock
COPY --from=packages /unlock/node_modules node_modules
COPY package.json LICENSE ./
COPY bot bot
COPY cards cards
ENV NODE_ENV=production UNLOCK_MODE=production PORT=3978
# No name in /etc/passwd is needed, and no other container has this number.
USER 10001:10001
EXPOSE 3978
# As npm start has it: a small young generation and a heap that is cleared often keep the process a third smaller, and no signal opens a debugger.
CMD ["node", "--max-semi-space-size=2", "--heap-growing-percent=50", "--disable-sigusr1", "bot/main.ts"]
