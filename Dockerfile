# Built with `docker build -t polaris .`; docs/operations.md says how it is run.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/polaris
# What others wrote, by their hashes, and what a collector of spans needs: rebuilt only when the list changes.
COPY requirements-tracing.txt .
RUN /opt/polaris/bin/pip install --no-cache-dir --require-hashes -r requirements-tracing.txt
COPY . .
RUN /opt/polaris/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
RUN groupadd --gid 10001 polaris \
    && useradd --uid 10001 --gid polaris --no-create-home --home-dir /data --shell /usr/sbin/nologin polaris \
    && install -d -o polaris -g polaris -m 0700 /data
COPY --from=build /opt/polaris /opt/polaris
ENV PATH=/opt/polaris/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    POLARIS_DATABASE_URL=sqlite:////data/polaris.db
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ.get('POLARIS_HTTP_PORT', '3000') + '/health/ready', timeout=4)"]
# The process itself is told to stop, and has ten seconds to let arrive what is under way.
STOPSIGNAL SIGTERM
CMD ["polaris", "run"]
