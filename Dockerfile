# syntax=docker/dockerfile:1
# The app and its tasks in one image: `deno task migrate`, `backup`, `deploy:state` run from it too.
# Read-only but for /tmp and /data; no shell, no root.

ARG DENO_VERSION=2.9.6

FROM denoland/deno:${DENO_VERSION} AS build
WORKDIR /app
ENV DENO_DIR=/deno-dir DENO_NO_UPDATE_CHECK=1
COPY deno.json deno.lock ./
COPY packages packages
RUN deno install --frozen
COPY . .
RUN deno run -A tasks/image.ts

FROM denoland/deno:distroless-${DENO_VERSION} AS run
ARG RELEASE=dev
LABEL org.opencontainers.image.title="Encounter Tracker" \
      org.opencontainers.image.description="Runs D&D 5e fights; every player sees their half live" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${RELEASE}" \
      org.opencontainers.image.revision="${RELEASE}"
WORKDIR /app
ENV RELEASE=${RELEASE} HOST=0.0.0.0 PORT=8000 DATA_DIR=/data DENO_DIR=/tmp/deno DENO_NO_UPDATE_CHECK=1
COPY --from=build --chown=65532:65532 /data /data
COPY --from=build /app /app
USER 65532:65532
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["deno", "run", "--allow-net", "--allow-env", "tasks/healthcheck.ts"]
ENTRYPOINT ["deno"]
CMD ["run", "-A", "--v8-flags=--max-semi-space-size=2", "--cached-only", "tasks/start.ts", "--no-build"]
