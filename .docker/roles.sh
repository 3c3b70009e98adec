#!/bin/bash
# Runs one time, when the database is made: the role that serves, which owns nothing.
set -euo pipefail
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
  --set password="$(cat /run/secrets/serving_password)" <<'SQL'
CREATE ROLE decisionaid LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
SQL
