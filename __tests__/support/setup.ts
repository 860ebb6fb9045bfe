import { leaveOutTokenStackTraces } from "../../stacks/app/token-stack-traces";

leaveOutTokenStackTraces();
