import { run } from "@services/kit/program";
import { createSchool } from "./server";
import { readSchoolSettings } from "./settings";

run(readSchoolSettings, createSchool);
