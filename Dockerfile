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
RUN ln -s /app/bin/miniconsul.js /usr/local/bin/miniconsul
USER node
EXPOSE 8500 8600/tcp 8600/udp
ENTRYPOINT ["miniconsul"]
CMD ["agent", "-dev", "-client", "0.0.0.0"]
