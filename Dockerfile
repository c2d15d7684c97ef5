# SPDX-License-Identifier: Apache-2.0
# The program and nothing else on a slim Debian, run by nobody in particular, on a file system that may be read-only:
#     docker build --tag hallmark .
#     docker run --rm --read-only --tmpfs /tmp --volume "$PWD:/repository:ro" hallmark gate
ARG DEBIAN=debian:12-slim@sha256:88200866dfff7ea7f5cbcb6ec7c8a701889efe6fe859fe64d6990e4b07ea4171

FROM ${DEBIAN} AS build
WORKDIR /source
COPY script/setup script/setup
RUN script/setup build
COPY . .
RUN script/build release hallmark completions && cmake --install build/release --strip --prefix /usr/local

FROM ${DEBIAN}
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates gnupg openssh-client \
      libarchive13 libcairo2 libcurl4 libgit2-1.5 libglib2.0-0 libgpgme11 libjansson4 libsqlite3-0 libyaml-0-2 zlib1g \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/hallmark /usr/local/bin/hallmark
USER 65534:65534
ENV HOME=/tmp XDG_CACHE_HOME=/tmp/cache
WORKDIR /repository
ENTRYPOINT ["hallmark"]
CMD ["scan"]
