#!/bin/sh
# Makes the topic of the events. Usage: create.sh BROKERS [FOLDER OF KAFKA'S SCRIPTS] [REPLICAS]
# Six partitions let six processes share the work; more can be added later, but then the conversations that are
# open at that moment move to other partitions (which is harmless: rows are locked, and order comes from event times).
set -eu
brokers=${1:?brokers}
bin=${2:-/opt/kafka/bin}
replicas=${3:-1}
"$bin/kafka-topics.sh" --bootstrap-server "$brokers" --create --if-not-exists \
  --topic conversation.events --partitions 6 --replication-factor "$replicas" \
  --config retention.ms=1209600000 \
  --config max.message.bytes=4194304 \
  --config cleanup.policy=delete
