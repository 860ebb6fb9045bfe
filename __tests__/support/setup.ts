import { leaveOutTokenStackTraces } from "../../modules/synthesis/token-stack-traces";

leaveOutTokenStackTraces();
