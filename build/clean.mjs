// Removes what `npm run build` made: a checkout runs from source, and an old build in it would only mislead.
import { rmSync } from "node:fs";

rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
