# The server with its console. Data lives in /data; the root may be read-only:
#   docker build --pull --tag hoptac .
#   docker run --read-only --volume hoptac:/data --publish 127.0.0.1:8080:8080 hoptac
# The program is shipped without symbols. They come apart, for profilers and debuggers:
#   docker build --target symbols --output symbols .
#
# Both bases are named by tag, not by digest: a tag brings Debian's security updates with each build
# (`--pull`), while a digest would keep old ones until somebody moves it. What is compiled is fixed by
# Cargo.lock and the lock files of npm, whatever the base. `deploy/image/try` executes all of this and tries the result.

FROM rust:1.95-slim-trixie AS build
# Node bundles the console.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# 0 compiles in a fraction of the time, for a trial of these steps.
ARG OPT_LEVEL=3
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    CARGO_PROFILE_PROFILING_OPT_LEVEL=$OPT_LEVEL cargo build --profile profiling --locked --features cluster-tls --bin hoptac \
    && mkdir -p /out/symbols \
    && objcopy --only-keep-debug target/profiling/hoptac /out/symbols/hoptac.debug \
    && objcopy --strip-all --add-gnu-debuglink=/out/symbols/hoptac.debug \
        target/profiling/hoptac /out/hoptac \
    && install -d -o 10001 -g 10001 /out/data /out/backups

FROM scratch AS symbols
COPY --from=build /out/symbols /

FROM debian:trixie-slim AS server
# The build gives its revision: `docker build --build-arg REVISION="$(git rev-parse HEAD)" …`
ARG REVISION=unknown
LABEL org.opencontainers.image.title="hoptac" \
      org.opencontainers.image.description="A registry of cooperation between provinces, with a GraphQL API" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /out/hoptac /usr/local/bin/hoptac
COPY --from=build --chown=10001:10001 /out/data /data
COPY --from=build --chown=10001:10001 /out/backups /backups
USER 10001:10001
# All networks, since the container has its own; who reaches it is for --publish to say.
ENV HOPTAC_LISTEN=0.0.0.0:8080 \
    HOPTAC_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["hoptac", "health"]
ENTRYPOINT ["hoptac"]
CMD ["serve"]
