/** Random small protocols as SPDL text, for fast-check. */
import type * as fc from "fast-check";
import { writeProtocol } from "./build.ts";
import { anyChoices } from "./raw.ts";

/** Any protocol of two or three roles; shrinks towards one message and one claim. */
export const anyProtocol: fc.Arbitrary<string> = anyChoices.map(writeProtocol);
