import * as z from "zod";
import { flag, kindsOf, settings, text } from "./fields";
import { nameIsGiven, ownName } from "./own-name";

const hosted = settings({
  kind: z.literal("hosted"),
  /** Folder of the built files, from the project's root. @default "web/dist" */
  folder: text(
    'must be a folder within the project, as in "web/dist"',
    /^(?!.*(^|\/)\.{1,2}(\/|$))[\w.-]{1,100}(\/[\w.-]{1,100}){0,9}$/,
    "Write it from the project's root, without a slash in front or behind.",
  ).default("web/dist"),
  /** Whether a deployment uploads the folder; else the files get into the bucket by other means. @default true */
  upload: flag().default(true),
  ...ownName({ example: "shop.example.com", certificateRegion: "us-east-1" }),
}).check(nameIsGiven);

/** A page for people in front of the API. */
export const page = z.discriminatedUnion(
  "kind",
  [hosted, settings({ kind: z.literal("none") })],
  kindsOf('must be an object with kind "hosted" or "none"'),
);
