interface DataStore {
  readonly image: RegExp;
  readonly what: string;
  readonly place: string;
  readonly how: string;
}

/** Programs that hold data, by the last part of their image, with AWS's place for each and the way there. */
const STORES: readonly DataStore[] = [
  {
    image: /^(postgres|postgis|postgresql|pgvector|timescaledb.*)$/,
    what: "PostgreSQL",
    place: "Amazon RDS for PostgreSQL or Aurora",
    how: "`pg_dump --format=custom` in the old place, `pg_restore` in the new one, or AWS DMS without an interruption",
  },
  {
    image: /^(mysql|mysql-server|mariadb|percona.*)$/,
    what: "MySQL",
    place: "Amazon RDS for MySQL or MariaDB",
    how: "`mysqldump --single-transaction` in the old place, `mysql` in the new one, or AWS DMS without an interruption",
  },
  {
    image: /^(mongo|mongodb.*)$/,
    what: "MongoDB",
    place: "Amazon DocumentDB or MongoDB Atlas",
    how: "`mongodump` in the old place, `mongorestore` in the new one",
  },
  {
    image: /^(redis|redis-stack.*|valkey|keydb|dragonfly)$/,
    what: "Redis",
    place: "Amazon ElastiCache or MemoryDB",
    how: "a snapshot (`BGSAVE`) in S3, from which ElastiCache starts; a mere cache starts empty",
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
    how: "let the queues run empty, then export their definitions (`rabbitmqctl export_definitions`)",
  },
  {
    image: /^(kafka|cp-kafka|zookeeper|cp-zookeeper|redpanda|nats)$/,
    what: "an event stream",
    place: "Amazon MSK or Kinesis",
    how: "MirrorMaker 2 copies the topics while both run",
  },
  {
    image: /^(elasticsearch|opensearch|solr|meilisearch|typesense)$/,
    what: "a search index",
    place: "Amazon OpenSearch Service",
    how: "a snapshot in S3, or index your data anew",
  },
  { image: /^minio$/, what: "an object store", place: "Amazon S3", how: "`mc mirror` to a bucket" },
  {
    image: /^(clickhouse.*|influxdb|cassandra|neo4j|couchdb|prometheus|loki|tempo|mssql|server)$/,
    what: "a database",
    place: "an instance or a service of its own",
    how: "the database's own backup and restore",
  },
];

/** What an image stores, or undefined where it is not known to. */
export function dataStoreOf(repository: string): DataStore | undefined {
  const last = repository.split("/").at(-1) ?? "";
  return STORES.find(
    ({ image }) => image.test(last) && (last !== "server" || repository.includes("mssql/server")),
  );
}

/** How to bring over what a program holds. */
export function dataAdvice(name: string, { what, place, how }: DataStore): string {
  return `${name} (${what}): create it in ${place}, copy the data (${how}), then give its address to the services in container.environment and its port in capacity.egress.`;
}

/** How to bring over the files in a volume. */
export function volumeAdvice(name: string): string {
  return `${name}: copy the files to Amazon S3 (\`aws s3 sync\`), or to Amazon EFS with AWS DataSync. The tasks of these systems keep no files.`;
}
