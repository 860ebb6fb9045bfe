import { FIFO_LOST, isFifo } from "./queue";

interface DataStore {
  readonly image: RegExp;
  readonly what: string;
  readonly place: string;
  readonly how: string;
}

/** Programs that store data, by the last part of their image, with the AWS service for each and how to migrate. */
const STORES: readonly DataStore[] = [
  {
    image: /^(postgres|postgis|postgresql|pgvector|timescaledb.*)$/,
    what: "PostgreSQL",
    place: "Amazon RDS for PostgreSQL or Aurora",
    how: "`pg_dump --format=custom` from the old database, `pg_restore` to the new one, or AWS DMS without downtime",
  },
  {
    image: /^(mysql|mysql-server|mariadb|percona.*)$/,
    what: "MySQL",
    place: "Amazon RDS for MySQL or MariaDB",
    how: "`mysqldump --single-transaction` from the old database, `mysql` to the new one, or AWS DMS without downtime",
  },
  {
    image: /^(mongo|mongodb.*)$/,
    what: "MongoDB",
    place: "Amazon DocumentDB or MongoDB Atlas",
    how: "`mongodump` from the old database, `mongorestore` to the new one",
  },
  {
    image: /^(redis|redis-stack.*|valkey|keydb|dragonfly)$/,
    what: "Redis",
    place: "Amazon ElastiCache or MemoryDB",
    how: "a snapshot (`BGSAVE`) in S3 to seed ElastiCache; a pure cache starts empty",
  },
  {
    image: /^memcached$/,
    what: "Memcached",
    place: "Amazon ElastiCache",
    how: "nothing: a cache starts empty",
  },
  {
    image: /^(rabbitmq|activemq.*|artemis)$/,
    what: "a message broker",
    place: "Amazon MQ",
    how: "drain the queues, then export their definitions (`rabbitmqctl export_definitions`)",
  },
  {
    image: /^(kafka|cp-kafka|zookeeper|cp-zookeeper|redpanda|nats)$/,
    what: "an event stream",
    place: "Amazon MSK or Kinesis",
    how: "MirrorMaker 2, which copies the topics while both run",
  },
  {
    image: /^(elasticsearch|opensearch|solr|meilisearch|typesense)$/,
    what: "a search index",
    place: "Amazon OpenSearch Service",
    how: "a snapshot in S3, or index your data again",
  },
  {
    image: /^(elasticmq.*|localstack.*)$/,
    what: "an emulator of AWS",
    place: "AWS itself",
    how: "nothing: its data is for tests",
  },
  { image: /^minio$/, what: "an object store", place: "Amazon S3", how: "`mc mirror` to a bucket" },
  {
    image: /^(clickhouse.*|influxdb|cassandra|neo4j|couchdb|prometheus|loki|tempo|mssql|server)$/,
    what: "a database",
    place: "its own instance or service",
    how: "the database's own backup and restore",
  },
];

/** What an image stores, or undefined if unknown. */
export function dataStoreOf(repository: string): DataStore | undefined {
  const last = repository.split("/").at(-1) ?? "";
  return STORES.find(
    ({ image }) => image.test(last) && (last !== "server" || repository.includes("mssql/server")),
  );
}

/** How to migrate the data of a program. */
export function dataAdvice(name: string, { what, place, how }: DataStore): string {
  return `${name} (${what}): create it in ${place}, copy the data (${how}), then set its address in container.environment and its port in capacity.egress.`;
}

/** How to migrate the files in a volume that the settings do not have. */
export function volumeAdvice(name: string): string {
  return `${name}: copy the files to Amazon S3 (\`aws s3 sync\`), or to a file system of Amazon EFS with AWS DataSync, and set it in \`volumes\`.`;
}

/** How to keep the files in a file system of EFS that is there already. */
export function existingFilesAdvice(name: string, fileSystemId: string): string {
  return `${name}: there is nothing to copy, because its files stay in the file system ${fileSystemId} of Amazon EFS. To mount it, set it in \`volumes\` with kind existing-efs, and in \`mounts\` of the container.`;
}

/** How to migrate the files in a volume that has become a new file system. */
export function fileSystemAdvice(name: string): string {
  return `${name}: it becomes a new, empty file system of Amazon EFS. Copy the files to it with AWS DataSync after the first deployment.`;
}

/** How to migrate the messages of a queue that a worker took its work from. */
export function queueAdvice(name: string): string {
  return `${name}: it stays, and the system has a new, empty one. Point the senders to the output queue_url, let the old service finish the messages that wait, and look at its dead letters before you delete it.`;
}

/** What changes for a worker's program, which took its work from a queue of its own. */
export function queueNotes(queue: string | undefined): readonly string[] {
  return [
    "The program finds the address of the worker's own queue in QUEUE_URL (docs/reference/systems/worker.md).",
    ...(isFifo(queue) ? [`${queue ?? ""}: ${FIFO_LOST}`] : []),
  ];
}
