import { databasePart } from "./database/database-part";
import { emulatedAwsPart } from "./gateway/aws/emulated-aws-part";
import { gatewayPart } from "./gateway/gateway-part";
import { pagePart } from "./gateway/page/page-part";
import type { SystemPart } from "./part";

/** In the order of their start. */
export const PARTS: readonly SystemPart[] = [databasePart, emulatedAwsPart, gatewayPart, pagePart];
