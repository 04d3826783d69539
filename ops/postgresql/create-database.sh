#!/bin/sh
# Runs once, when the database is made (compose.postgresql.yaml). Lanyard gets a role that is no superuser and owns nothing
# but its own database. The superuser keeps no password, so that nobody is it over the network.
set -e
psql --no-psqlrc --set=ON_ERROR_STOP=1 --set=password="$POSTGRES_PASSWORD" --username="$POSTGRES_USER" --dbname=postgres \
  --file=/ops/create-database.sql
