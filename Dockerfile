FROM node:22-alpine AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
COPY ui ./ui
RUN npm run build && npm prune --omit=dev

# without npm, yarn and headers, which would be a fifth of the image
FROM alpine:3.22
RUN apk add --no-cache libstdc++ \
  && addgroup -g 1000 node \
  && adduser -u 1000 -G node -s /bin/sh -D node
WORKDIR /app
COPY --from=build /usr/local/bin/node /usr/local/bin/node
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
HEALTHCHECK --interval=5s --timeout=3s --start-period=2s CMD wget -q -O /dev/null "http://${CONSUL_HTTP_ADDR:-127.0.0.1:8500}/v1/status/leader"
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["agent", "-dev", "-client", "0.0.0.0"]
