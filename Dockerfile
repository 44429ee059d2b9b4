FROM node:22-alpine AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
COPY ui ./ui
RUN npm run build && npm prune --omit=dev

FROM node:22-alpine
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
COPY docker/entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN ln -s /app/bin/miniconsul.js /usr/local/bin/miniconsul \
  && ln -s /app/bin/miniconsul.js /usr/local/bin/consul \
  && mkdir -p /consul/data /consul/config \
  && chown -R node:node /consul
USER node
VOLUME /consul/data
EXPOSE 8300 8301 8301/udp 8302 8302/udp 8500 8600 8600/udp
HEALTHCHECK --interval=5s --timeout=3s --start-period=2s CMD ["consul", "info"]
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["agent", "-dev", "-client", "0.0.0.0"]
