import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificates {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
  /** An authority that has signed none of these certificates. */
  readonly otherAuthority: string;
}

export function whyNoCertificates(): string | false {
  return (
    spawnSync("openssl", ["version"]).status !== 0 &&
    "openssl is not installed: apt-get install openssl"
  );
}

/** Creates an authority, and a certificate for a server with that name. */
export function makeCertificates(folder: string, name: string): Certificates {
  const file = (suffix: string) => join(folder, suffix);
  const authority = makeAuthority(folder, "authority");
  const otherAuthority = makeAuthority(folder, "other");
  const key = file("server.key");
  const certificate = file("server.pem");
  writeFileSync(file("names"), `subjectAltName=DNS:${name}\n`);
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    key,
    "-out",
    file("request"),
    "-subj",
    `/CN=${name}`,
  );
  openssl(
    ...[
      "x509",
      "-req",
      "-in",
      file("request"),
      "-days",
      "1",
      "-out",
      certificate,
      "-extfile",
      file("names"),
    ],
    ...["-CA", authority, "-CAkey", file("authority.key"), "-CAcreateserial"],
  );
  return { key, certificate, authority, otherAuthority };
}

function makeAuthority(folder: string, name: string): string {
  const certificate = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  openssl(
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", `/CN=${name}`],
    ...["-keyout", key, "-out", certificate],
  );
  return certificate;
}

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${args.join(" ")} failed:\n${stderr}`);
}
