#!/bin/bash
# Makes the folder `clinic` beside this file: the master key and the passwords, each for the one user that reads it.
# Compose lays a file into a container as it is here, owner and mode too; so both are set here. Run it as root, one time:
#   sudo .docker/prepare.sh
# What is there already stays as it is. Lay site.yaml, clinic.pem and clinic.key beside it, and keep a copy of
# master.key elsewhere.
set -euo pipefail
folder=${1:-$(dirname "$0")/clinic}
server=10001 # the user of the image decisionaid (Dockerfile)
database=999 # the user postgres of the image postgres
if [ "$(id -u)" != 0 ]; then
  echo "Only root may give a file to another user: sudo $0" >&2
  exit 1
fi
umask 077
mkdir -p "$folder"
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
[ -e "$folder/master.key" ] || random >"$folder/master.key"
[ -e "$folder/owner.password" ] || random >"$folder/owner.password"
[ -e "$folder/serving.password" ] || random >"$folder/serving.password"
printf 'db:*:*:decisionaid:%s\ndb:*:*:decisionaid_owner:%s\n' \
  "$(cat "$folder/serving.password")" "$(cat "$folder/owner.password")" >"$folder/pgpass"
chown "$server:$server" "$folder/master.key" "$folder/pgpass"
chown "$database:$database" "$folder/owner.password" "$folder/serving.password"
chmod 0400 "$folder"/{master.key,pgpass,owner.password,serving.password}
chmod 0711 "$folder"
