/** Settings with which the program starts, and finds neither a database nor a peer: nobody listens on these ports. */
export const environmentWithoutDatabase = {
  DB_HOST: "127.0.0.1",
  DB_PORT: "1",
  DB_NAME: "school",
  DB_USER: "service",
  DB_PASSWORD: "a-password-that-no-log-may-show",
  PEER_URL: "http://127.0.0.1:1",
} as const;
