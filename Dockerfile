# The server with its console. Data lives in /data; the root may be read-only:
#   docker build --tag hoptac .
#   docker run --read-only --volume hoptac:/data --publish 127.0.0.1:8080:8080 hoptac

FROM rust:1.95-slim-trixie AS build
# Node bundles the console.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked \
    && install -D target/release/hoptac /out/hoptac \
    && install -d -o 10001 -g 10001 /out/data /out/backups

FROM debian:trixie-slim
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
